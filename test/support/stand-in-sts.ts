import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Identity {
  readonly arn: string;
  readonly secret: string;
  /** Of a session; without one the key is a user's. */
  readonly token?: string;
}

interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** As AWS takes it on both sides. */
const CLOCK_SKEW_MS = 15 * 60_000;

/** An STS of one region that answers GetCallerIdentity alone: it computes every signature anew from the secret that it knows, as AWS documents it. */
export interface StandInSts {
  readonly endpoint: string;
  readonly host: string;
  /** As they came. */
  readonly requests: readonly Request[];
  /** Answers the next request instead. */
  answerNext(status: number, headers: Readonly<Record<string, string>>, body?: string): void;
  clock: { nowMs: number };
  stop(): Promise<void>;
}

export async function standInSts(region: string, identities: Readonly<Record<string, Identity>>): Promise<StandInSts> {
  const requests: Request[] = [];
  const clock = { nowMs: Date.now() };
  let next: { status: number; headers: Readonly<Record<string, string>>; body: string } | undefined;
  const server = createServer((incoming, response) => {
    void bodyOf(incoming).then((body) => {
      const headers = Object.fromEntries(
        Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
      );
      const request = { method: String(incoming.method), url: String(incoming.url), headers, body };
      requests.push(request);
      const answer = next ?? judge(request, { region, identities, nowMs: clock.nowMs });
      next = undefined;
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoint: `http://${host}`,
    host,
    requests,
    clock,
    answerNext(status, headers, body = '') {
      next = { status, headers, body };
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

interface Judging {
  readonly region: string;
  readonly identities: Readonly<Record<string, Identity>>;
  readonly nowMs: number;
}

function judge(request: Request, { region, identities, nowMs }: Judging) {
  const { authorization = '', 'x-amz-date': date = '' } = request.headers;
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)$/.exec(
      authorization,
    );
  if (match === null) return refusal('IncompleteSignature', request);
  const [, key = '', day = '', scope = '', service = '', signed = '', signature = ''] = match;
  const identity = identities[key];
  if (identity === undefined || identity.token !== request.headers['x-amz-security-token'])
    return refusal('InvalidClientTokenId', request);
  if (scope !== region || service !== 'sts' || !date.startsWith(day)) return refusal('SignatureDoesNotMatch', request);
  const signedAtMs = Date.parse(date.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'));
  if (Math.abs(nowMs - signedAtMs) > CLOCK_SKEW_MS) return refusal('SignatureDoesNotMatch', request);
  const names = signed.split(';');
  if (!names.includes('host') || !names.includes('x-amz-date')) return refusal('SignatureDoesNotMatch', request);
  if (signature !== signatureOf(request, { secret: identity.secret, date, day, scope, names }))
    return refusal('SignatureDoesNotMatch', request);
  if (request.body !== 'Action=GetCallerIdentity&Version=2011-06-15') return refusal('InvalidAction', request);
  const [, account = ''] = /::(\d{12}):/.exec(identity.arn) ?? [];
  return xml(
    200,
    `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${identity.arn}</Arn><UserId>AIDA</UserId><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
  );
}

interface Signing {
  readonly secret: string;
  readonly date: string;
  readonly day: string;
  readonly scope: string;
  readonly names: readonly string[];
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function signatureOf({ method, url, headers, body }: Request, { secret, date, day, scope, names }: Signing): string {
  const [path = '', query = ''] = url.split('?');
  const lines = names.map((name) => `${name}:${(headers[name] ?? '').trim()}\n`).join('');
  const canonical = [method, path, query, lines, names.join(';'), sha256(body)].join('\n');
  const text = ['AWS4-HMAC-SHA256', date, `${day}/${scope}/sts/aws4_request`, sha256(canonical)].join('\n');
  const key = [day, scope, 'sts', 'aws4_request'].reduce<string | Buffer>(
    (by, part) => hmac(by, part),
    `AWS4${secret}`,
  );
  return hmac(key, text).toString('hex');
}

/** As AWS does, it repeats the request in what it says. */
function refusal(code: string, request: Request) {
  const told = `The Canonical String for this request should have been '${JSON.stringify(request.headers)}'`;
  return xml(403, `<ErrorResponse><Error><Code>${code}</Code><Message>${told}</Message></Error></ErrorResponse>`);
}

function xml(status: number, body: string) {
  return { status, headers: { 'content-type': 'text/xml' }, body };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
