import * as z from 'zod';
import { type Credentials, parseCredentials } from '../adapters/mlflow/credentials.ts';
import { mlflowTracker } from '../adapters/mlflow/tracker.ts';
import { ENVIRONMENT_VARIABLES as NAMES } from '../core/contracts/environment-variables.ts';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import { trackingUri, trackingUriProblem } from '../core/contracts/tracking-address.ts';
import { WHEN_DOWN, type WhenDown } from '../core/contracts/waiting.ts';
import type { ObjectStore, PlatformTracker } from '../core/ports.ts';
import { platformTracker } from '../lake/platform-tracker.ts';
import { WaitingTracker } from '../lake/waiting/waiting-tracker.ts';

type Variables = Readonly<Record<string, string | undefined>>;
type Ask = () => Promise<Credentials | undefined>;

// Whom a platform speaks to. A version's record names the server that it was tracked on, and such a record is a file: whoever can write it would
// choose where this program sends requests, from inside a company's network. Its signature is no answer, since a folder may come with its own key.
// So it is the environment that allows an address, not the record; and credentials are the environment's, for its own server alone.

/**
 * Of an account's functions: the server of the literal is spoken to, and no other. A version that was tracked on another one, since the address
 * changed, is looked for there.
 */
export function accountTracker(variables: Variables, artifacts: ObjectStore): PlatformTracker {
  const secret = variables[NAMES.trackingSecret];
  return trackerOf(variables, artifacts, {
    credentials: secret === undefined ? undefined : remembered(() => secretCredentials(secret)),
    isAllowed: () => false,
    say: (line) => void process.stdout.write(`${JSON.stringify({ level: 'WARN', message: line })}\n`),
  });
}

/**
 * Of a laptop: the server of MLFLOW_TRACKING_URI, and for versions that were tracked elsewhere (in a shell with another address) any on this machine
 * or by https, without credentials. What they are sent is an id, a version number and what waits for them.
 *
 * @throws EnvironmentInvalid, TrackingFailed where a variable is wrong: before anything runs
 */
export function folderTracker(
  variables: Variables,
  artifacts: ObjectStore,
  say = (line: string): void => void process.stderr.write(`${line}\n`),
): PlatformTracker {
  const known = variableCredentials(variables);
  return trackerOf(variables, artifacts, {
    credentials: known && (async () => known),
    isAllowed: (uri) => trackingUriProblem(uri) === undefined,
    say,
  });
}

interface Surroundings {
  /** Of the platform's own server. */
  readonly credentials: Ask | undefined;
  /** Of another one. */
  readonly isAllowed: (uri: string) => boolean;
  readonly say: (line: string) => void;
}

function trackerOf(
  variables: Variables,
  store: ObjectStore,
  { credentials, isAllowed, say }: Surroundings,
): PlatformTracker {
  const own = addressIn(variables);
  const whenDown = whenDownIn(variables);
  const nowMs = () => Date.now();
  return platformTracker(store, {
    own,
    at(address) {
      const uri = trackingUri(address);
      if (uri === undefined || (uri !== own && !isAllowed(uri))) return undefined;
      const asked = uri === own && credentials !== undefined ? { credentials } : {};
      const tracker = mlflowTracker({ baseUrl: uri, ...asked });
      return new WaitingTracker({ tracker, uri, store, whenDown, nowMs, say });
    },
  });
}

function addressIn(variables: Variables): string | undefined {
  const text = variables[NAMES.trackingUri];
  if (text === undefined || text === '') return undefined;
  const problem = trackingUriProblem(text);
  if (problem === undefined) return trackingUri(text);
  throw new PlatformError(ERROR_NAMES.environmentInvalid, {
    ...problem,
    problem: `the variable ${NAMES.trackingUri}: ${problem.problem}`,
  });
}

/** Without the variable a record waits: a run of an hour is worth more than its line in a list, which comes later. */
function whenDownIn(variables: Variables): WhenDown {
  const text = variables[NAMES.trackingWhenDown];
  if (text === undefined || text === '') return 'wait';
  const parsed = z.enum(WHEN_DOWN).safeParse(text);
  if (parsed.success) return parsed.data;
  throw new PlatformError(ERROR_NAMES.environmentInvalid, {
    problem: `the variable ${NAMES.trackingWhenDown} says nothing that is known`,
    got: text,
    allowed: WHEN_DOWN.join(', '),
  });
}

/** Where both are set, MLflow's clients send the name and the password. @throws TrackingFailed */
function variableCredentials(variables: Variables): Credentials | undefined {
  const of = (name: string) => (variables[name] === '' ? undefined : variables[name]);
  const { trackingToken, trackingUsername, trackingPassword } = NAMES;
  const [token, username, password] = [of(trackingToken), of(trackingUsername), of(trackingPassword)];
  if (username === undefined && password === undefined) {
    return token === undefined ? undefined : parseCredentials({ token }, trackingToken);
  }
  return parseCredentials({ username, password }, `${trackingUsername} with ${trackingPassword}`);
}

/** The client of Secrets Manager is loaded by a function that tracks, when it first does. */
async function secretCredentials(id: string): Promise<Credentials> {
  const { readSecret } = await import('./aws/secret.ts');
  return parseCredentials(await readSecret(id), `the secret ${id}`);
}

/** A secret that was rotated is known within this time. */
const REMEMBERED_MS = 60_000;

function remembered<T>(ask: () => Promise<T>): () => Promise<T> {
  let known: { readonly value: T; readonly untilMs: number } | undefined;
  return async () => {
    if (known === undefined || known.untilMs <= Date.now()) {
      known = { value: await ask(), untilMs: Date.now() + REMEMBERED_MS };
    }
    return known.value;
  };
}
