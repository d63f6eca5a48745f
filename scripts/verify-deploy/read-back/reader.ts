import type { AwsApi } from '../aws-api/aws-api.ts';
import { AwsRefusal } from '../aws-api/aws-api.ts';

export type Properties = Readonly<Record<string, unknown>>;

export interface ReadProps {
  readonly api: AwsApi;
  /** What the account calls the resource. */
  readonly id: string;
  /** As the template gives them: some are found only by what they belong to. */
  readonly expected: Properties;
}

/** How the resources of one type are read back. */
export interface Reader {
  /** The operations, as the API reference writes them. */
  readonly by: string;
  /** The properties in CloudFormation's shape; undefined values where the service gives none. @throws AwsRefusal where the resource is not there */
  readonly read: (props: ReadProps) => Promise<Properties>;
}

/** What a call refuses for something that was never set, as undefined. */
export async function orAbsent<T>(call: Promise<T>, codes: readonly string[]): Promise<T | undefined> {
  return call.catch((error: unknown) => {
    if (error instanceof AwsRefusal && codes.includes(error.code)) return undefined;
    throw error;
  });
}

/** A policy or a definition, which services give as text. */
export function documentOf(value: unknown): unknown {
  return typeof value === 'string' ? JSON.parse(value) : value;
}

/** Tags in CloudFormation's shape and order; undefined where there are none. */
export function tagsOf(tags: unknown): unknown {
  const pairs = Array.isArray(tags)
    ? tags.map((tag: unknown) => [at(tag, 'Key') ?? at(tag, 'TagKey'), at(tag, 'Value') ?? at(tag, 'TagValue')])
    : Object.entries(Object(tags));
  const own = pairs
    .map(([key, value]) => ({ Key: String(key), Value: String(value) }))
    .filter(({ Key }) => !Key.startsWith('aws:'));
  return own.length === 0 ? undefined : own.sort((a, b) => (a.Key < b.Key ? -1 : 1));
}

/** The value below the keys, undefined where the way ends. */
export function at(value: unknown, ...keys: readonly (string | number)[]): unknown {
  return keys.reduce<unknown>((within, key) => Object(within)[key], value);
}

export function listAt(value: unknown, ...keys: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...keys);
  return Array.isArray(found) ? found : [];
}
