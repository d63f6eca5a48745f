import * as z from 'zod';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';

/** What a request's header takes: of anything else, Node's message would show it. */
const token = z.string().regex(/^[\x21-\x7e]+$/);
/** Basic authentication ends the name at the first colon. */
const username = z.string().regex(/^[^:\p{Cc}]+$/u);
const password = z.string().min(1);

/** As MLflow's own clients know them; other fields of a secret are somebody else's. */
const credentialsSchema = z.union([z.object({ username, password }), z.object({ token })]);
export type Credentials = z.infer<typeof credentialsSchema>;

/**
 * @param from names where it was found, for people. What was found is in no message.
 * @throws TrackingFailed where it is neither
 */
export function parseCredentials(found: unknown, from: string): Credentials {
  const parsed = credentialsSchema.safeParse(found);
  if (parsed.success) return parsed.data;
  throw new PlatformError(ERROR_NAMES.trackingFailed, {
    problem: `${from} holds no credentials of a tracking server`,
    allowed: 'a username without a colon with its password, or a token of printable ASCII characters without spaces',
  });
}

/** The value of the header `authorization`. */
export function authorizationOf(credentials: Credentials): string {
  if ('token' in credentials) return `Bearer ${credentials.token}`;
  return `Basic ${basicOf(credentials)}`;
}

/** A text of the server's as people may see it: it may repeat what it was sent. */
export function withoutSecrets(text: string, credentials: Credentials | undefined): string {
  if (credentials === undefined) return text;
  const secrets = 'token' in credentials ? [credentials.token] : [basicOf(credentials), credentials.password];
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}

function basicOf({ username: name, password: word }: Extract<Credentials, { username: string }>): string {
  return Buffer.from(`${name}:${word}`).toString('base64');
}
