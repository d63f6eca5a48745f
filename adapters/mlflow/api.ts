import * as z from 'zod';
import { ERROR_NAMES, type ErrorName, PlatformError } from '../../core/contracts/errors.ts';
import { trackingUri, trackingUriProblem } from '../../core/contracts/tracking-address.ts';
import { authorizationOf, type Credentials, withoutSecrets } from './credentials.ts';

export interface MlflowServer {
  /** Where the server's pages are: `http://127.0.0.1:5000`, with the path behind which a proxy serves it. */
  readonly baseUrl: string;
  /** Asked before each call: what it gives may change, and is looked up only where something is told. */
  readonly credentials?: () => Promise<Credentials | undefined>;
  readonly fetch?: typeof fetch;
  /** Of every single call; 20 seconds unless told, and a minute for a file. */
  readonly timeoutMs?: number;
}

export interface MlflowApi {
  get<T>(path: string, query: Readonly<Record<string, string>>, reply: Reply<T>): Promise<T>;
  post<T>(path: string, body: unknown, reply: Reply<T>): Promise<T>;
  patch<T>(path: string, body: unknown, reply: Reply<T>): Promise<T>;
  delete<T>(path: string, body: unknown, reply: Reply<T>): Promise<T>;
  /** @param path of the artifact below the server's artifact root */
  upload(path: string, body: Uint8Array): Promise<void>;
}

export interface Reply<T> {
  readonly schema: z.ZodType<T>;
  /** The refusal that the caller expects, and what it then gets. */
  readonly unless?: { readonly code: string; readonly then: T };
}

const BODY_CHARACTERS = 300;
const CALL_MS = 20_000;
const FILE_MS = 60_000;
const refusalSchema = z.object({ error_code: z.string() });

/**
 * MLflow's REST API. Every failure names the call, the status and the beginning of the answer: TrackingRefused where the same call is refused again,
 * else TrackingFailed.
 */
export function mlflowApi({ baseUrl, credentials, ...server }: MlflowServer): MlflowApi {
  const send = server.fetch ?? fetch;
  const root = requireAddress(baseUrl);

  async function call<T>(url: string, init: RequestInit, { schema, unless, timeoutMs = CALL_MS }: Call<T>): Promise<T> {
    const what = `${init.method} ${url}`;
    const known = await credentials?.();
    const headers = { ...init.headers, ...(known !== undefined && { authorization: authorizationOf(known) }) };
    const signal = AbortSignal.timeout(server.timeoutMs ?? timeoutMs);
    const { status, answer } = await answered(what, async () => {
      // A redirect is a login page, or turns a POST into a GET.
      const response = await send(url, { ...init, headers, redirect: 'manual', signal });
      return { status: response.status, answer: await response.text() };
    });
    // Of messages alone: a password may be a word of MLflow's own.
    const [text, body] = [withoutSecrets(answer, known), parseJson(answer)];
    if (status === 200) {
      const parsed = schema.safeParse(body);
      if (parsed.success) return parsed.data;
      throw failed({ problem: `the answer to ${what} is not MLflow's`, status, text });
    }
    const code = refusalSchema.safeParse(body).data?.error_code;
    if (unless !== undefined && code === unless.code) return unless.then;
    const said = withoutSecrets([status, code].join(' ').trim(), known);
    throw failed({ problem: `MLflow refused ${what} with ${said}`, status, text, code });
  }

  return {
    get: (path, query, reply) =>
      call(`${root}/api/2.0/mlflow/${path}?${new URLSearchParams(query)}`, { method: 'GET' }, reply),
    post: (path, body, reply) => call(`${root}/api/2.0/mlflow/${path}`, sent('POST', body), reply),
    patch: (path, body, reply) => call(`${root}/api/2.0/mlflow/${path}`, sent('PATCH', body), reply),
    delete: (path, body, reply) => call(`${root}/api/2.0/mlflow/${path}`, sent('DELETE', body), reply),
    async upload(path, body) {
      const url = `${root}/api/2.0/mlflow-artifacts/artifacts/${path.split('/').map(encodeURIComponent).join('/')}`;
      const schema = z.union([z.literal(''), z.object({})]);
      await call(url, { method: 'PUT', body: new Uint8Array(body) }, { schema, timeoutMs: FILE_MS });
    },
  };
}

interface Call<T> extends Reply<T> {
  readonly timeoutMs?: number;
}

function sent(method: 'POST' | 'PATCH' | 'DELETE', body: unknown): RequestInit {
  return { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** A password in the address would stand in every error's message. @throws TrackingFailed */
function requireAddress(baseUrl: string): string {
  const problem = trackingUriProblem(baseUrl);
  if (problem === undefined) return trackingUri(baseUrl) ?? baseUrl;
  throw new PlatformError(ERROR_NAMES.trackingFailed, problem);
}

async function answered<T>(what: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    throw new PlatformError(ERROR_NAMES.trackingFailed, {
      problem: `the tracking server gave no answer to ${what}`,
      got: cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause),
      hint: 'is the server up, and the tracking address right?',
      cause,
    });
  }
}

interface Answer {
  readonly problem: string;
  readonly status: number;
  readonly text: string;
  readonly code?: string | undefined;
}

function failed({ problem, status, text, code }: Answer): PlatformError {
  const hint = hintOf(status, text);
  return new PlatformError(nameOf(status, code), {
    problem,
    got: text.slice(0, BODY_CHARACTERS),
    ...(hint !== undefined && { hint }),
  });
}

const TOO_LARGE = 413;
/** Of the state of things, not of what was asked. */
const PASSING_CODES = ['RESOURCE_ALREADY_EXISTS', 'RESOURCE_EXHAUSTED'];

/** MLflow's own refusal of what it was asked, or a file that the proxy before it takes never. Any other answer may be another one tomorrow. */
function nameOf(status: number, code: string | undefined): ErrorName {
  const isRefusal = status === 400 && code !== undefined && !PASSING_CODES.includes(code);
  return isRefusal || status === TOO_LARGE ? ERROR_NAMES.trackingRefused : ERROR_NAMES.trackingFailed;
}

const OTHER_CREDENTIALS =
  'the server wants other credentials: MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME with MLFLOW_TRACKING_PASSWORD, which go to the server that ' +
  "MLFLOW_TRACKING_URI names; in an account the secret that the literal's 'tracking' names";

function hintOf(status: number, text: string): string | undefined {
  if (status === TOO_LARGE) return 'let the proxy before the server take larger requests (client_max_body_size)';
  if (status === 401) return OTHER_CREDENTIALS;
  if (status >= 300 && status < 400)
    return 'a redirect answered, as to a login page: follow it by hand, and see what asks for what';
  if (text.trimStart().startsWith('<')) {
    return "a web page answered: is the tracking address that of an MLflow server's root?";
  }
  return status === 403 ? OTHER_CREDENTIALS : undefined;
}

/** The text itself where it is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
