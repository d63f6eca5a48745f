import type { CallerProof } from '../../core/contracts/answering.ts';
import { ANSWER_HEADER, CALLER_REQUEST, signedHeaders } from '../../core/contracts/caller-request.ts';
import { ERROR_NAMES, type Evidence, PlatformError } from '../../core/contracts/errors.ts';
import type { CallerIdentities } from '../../core/answering-ports.ts';
import { sha256 } from '../../tables/sha256.ts';

export interface IdentitiesPlace {
  /** Of the region's STS, as the stack has it: no caller has a say in it. */
  readonly endpoint: string;
  readonly region: string;
  /** Whose identities may answer. */
  readonly account: string;
}

/** A function has a minute; STS takes a tenth of a second. */
const LIMIT_MS = 10_000;

/**
 * Who has signed, as STS says. The request is built here, of constants, this place, the text and the four values of the proof: another host,
 * region, method, query, body, header or text than the signer meant is another request, whose signature is not right.
 */
export function callerIdentities({ endpoint, region, account }: IdentitiesPlace): CallerIdentities {
  const { host } = new URL(endpoint);
  return {
    signFor: { host, region },
    async prove(proof, text) {
      const answer = await ask(endpoint, headersOf(proof, { host, region, sha256: sha256(text) }));
      return identityIn(answer, account);
    },
  };
}

interface Meant {
  readonly host: string;
  readonly region: string;
  readonly sha256: string;
}

function headersOf(proof: CallerProof, { host, region, sha256 }: Meant): Readonly<Record<string, string>> {
  const { accessKeyId, signedAt, signature, sessionToken } = proof;
  const scope = `${accessKeyId}/${signedAt.slice(0, 8)}/${region}/sts/aws4_request`;
  const signed = signedHeaders(sessionToken !== undefined).join(';');
  return {
    host,
    'content-type': CALLER_REQUEST.contentType,
    'x-amz-date': signedAt,
    ...(sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }),
    [ANSWER_HEADER]: sha256,
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=${signed}, Signature=${signature}`,
  };
}

/** What STS refuses is said by its code alone: its message repeats the request, session token and all. @throws IdentityUnproven */
async function ask(endpoint: string, headers: Readonly<Record<string, string>>): Promise<string> {
  const { method, path, body } = CALLER_REQUEST;
  // A redirection would be followed with the signature in hand.
  const request = { method, headers, body, redirect: 'manual', signal: AbortSignal.timeout(LIMIT_MS) } as const;
  let response: Response;
  let text: string;
  try {
    response = await fetch(new URL(path, endpoint), request);
    text = await response.text();
  } catch {
    throw unproven({
      problem: 'STS does not answer',
      got: new URL(endpoint).host,
      hint: 'in a network without a way to the internet the function needs the interface endpoint of STS (docs/deploy.md)',
    });
  }
  if (response.status === 200) return text;
  const [, code = `status ${response.status}`] = /<Code>([A-Za-z.]{1,64})<\/Code>/.exec(text) ?? [];
  throw unproven({
    problem: 'STS does not take the signature of the answer',
    got: code,
    hint: 'an answer is signed for one question, one function and some minutes; answer again with the command',
  });
}

/** @throws IdentityUnproven where the answer names nobody, or somebody of another account */
function identityIn(text: string, account: string): string {
  const [, arn = ''] = /<Arn>([^<]*)<\/Arn>/.exec(text) ?? [];
  const [, of] = /^arn:[a-z-]+:(?:iam|sts)::(\d{12}):[!-~]+$/.exec(arn) ?? [];
  if (of === account) return arn;
  throw unproven({
    problem: of === undefined ? 'STS names nobody' : 'the identity that signed the answer is of another account',
    ...(of === undefined ? {} : { got: arn }),
    allowed: `identities of the account ${account}`,
    hint: 'answer with the credentials of a role of that account',
  });
}

function unproven(evidence: Evidence): PlatformError {
  return new PlatformError(ERROR_NAMES.identityUnproven, {
    ...evidence,
    problem: `who answers is not proved: ${evidence.problem}`,
  });
}
