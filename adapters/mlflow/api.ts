import * as z from 'zod';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';

export interface MlflowServer {
  /** Where the server's pages are: `http://127.0.0.1:5000`, with the path behind which a proxy serves it. */
  readonly baseUrl: string;
  readonly token?: string;
  readonly fetch?: typeof fetch;
  /** Of every single call; 60 seconds unless told. */
  readonly timeoutMs?: number;
}

export interface MlflowApi {
  get<T>(path: string, query: Readonly<Record<string, string>>, reply: Reply<T>): Promise<T>;
  post<T>(path: string, body: unknown, reply: Reply<T>): Promise<T>;
  patch<T>(path: string, body: unknown, reply: Reply<T>): Promise<T>;
  /** @param path of the artifact below the server's artifact root */
  upload(path: string, body: Uint8Array): Promise<void>;
}

export interface Reply<T> {
  readonly schema: z.ZodType<T>;
  /** The refusal that the caller expects, and what it then gets. */
  readonly unless?: { readonly code: string; readonly then: T };
}

const BODY_CHARACTERS = 300;
const refusalSchema = z.object({ error_code: z.string() });

/** MLflow's REST API. Every failure is a TrackingFailed that names the call, the status and the beginning of the answer. */
export function mlflowApi({ baseUrl, token, timeoutMs = 60_000, ...server }: MlflowServer): MlflowApi {
  const send = server.fetch ?? fetch;
  const root = requireAddress(baseUrl);

  async function call<T>(url: string, init: RequestInit, { schema, unless }: Reply<T>): Promise<T> {
    const what = `${init.method} ${url}`;
    const headers = { ...init.headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) };
    // A redirect is a login page, or turns a POST into a GET.
    const request = { ...init, headers, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) } as const;
    const { status, text } = await answered(what, async () => {
      const response = await send(url, request);
      return { status: response.status, text: await response.text() };
    });
    const body = parseJson(text);
    if (status === 200) {
      const parsed = schema.safeParse(body);
      if (parsed.success) return parsed.data;
      throw refused(`the answer to ${what} is not MLflow's`, text);
    }
    const code = refusalSchema.safeParse(body).data?.error_code;
    if (unless !== undefined && code === unless.code) return unless.then;
    throw refused(`MLflow refused ${what} with ${code === undefined ? status : `${status} ${code}`}`, text);
  }

  return {
    get: (path, query, reply) =>
      call(`${root}/api/2.0/mlflow/${path}?${new URLSearchParams(query)}`, { method: 'GET' }, reply),
    post: (path, body, reply) => call(`${root}/api/2.0/mlflow/${path}`, sent('POST', body), reply),
    patch: (path, body, reply) => call(`${root}/api/2.0/mlflow/${path}`, sent('PATCH', body), reply),
    async upload(path, body) {
      const url = `${root}/api/2.0/mlflow-artifacts/artifacts/${path.split('/').map(encodeURIComponent).join('/')}`;
      await call(
        url,
        { method: 'PUT', body: new Uint8Array(body) },
        { schema: z.union([z.literal(''), z.object({})]) },
      );
    },
  };
}

function sent(method: 'POST' | 'PATCH', body: unknown): RequestInit {
  return { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** A password in the address would stand in every error's message. */
function requireAddress(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '') {
    return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  }
  throw new PlatformError(ERROR_NAMES.trackingFailed, {
    problem: 'the tracking address is not one of an MLflow server',
    ...(url?.password === '' && { got: baseUrl }),
    allowed: 'http://host:port or https://host/path, without user and password',
    hint: 'give the token apart from the address',
  });
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

function refused(problem: string, text: string): PlatformError {
  const isPage = text.trimStart().startsWith('<');
  return new PlatformError(ERROR_NAMES.trackingFailed, {
    problem,
    got: text.slice(0, BODY_CHARACTERS),
    ...(isPage && { hint: "a web page answered: is the tracking address that of an MLflow server's root?" }),
  });
}

/** The text itself where it is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
