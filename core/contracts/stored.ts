import type * as z from 'zod';

/**
 * A stored record by its schema; fields that the schema does not know are ignored, at any depth, so that a later release may add some and this
 * one still reads what it wrote (decision 0017). All else is as strict as the schema.
 *
 * @throws ZodError when the record does not have the schema's shape
 */
export function parseStored<T>(value: unknown, schema: z.ZodType<T>): T {
  const parsed = safeParseStored(value, schema);
  if (parsed.success) return parsed.data;
  throw parsed.error;
}

/** As parseStored, and tells what is wrong instead of throwing it. */
export function safeParseStored<T>(value: unknown, schema: z.ZodType<T>): z.ZodSafeParseResult<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed;
  const known = withoutUnknown(value, parsed.error.issues);
  return known === undefined ? parsed : safeParseStored(known, schema);
}

/** As parseStored, and keeps the fields that the schema does not know: for what is signed as a whole. */
export function parseStoredWhole<T>(value: unknown, schema: z.ZodType<T>): T {
  const known = parseStored(value, schema);
  return schema.safeParse(value).success ? known : (value as T);
}

type Issues = z.ZodError['issues'];

/** A copy without the fields that were not recognised; undefined where something else is wrong, too. */
function withoutUnknown(value: unknown, issues: Issues): unknown {
  const copy = copyOf(value);
  return issues.every((issue) => remove(copy, issue)) ? copy : undefined;
}

function remove(record: unknown, issue: Issues[number]): boolean {
  const place = issue.path.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), record);
  if (issue.code === 'invalid_union') return removeInUnion(place, issue.errors);
  if (issue.code !== 'unrecognized_keys' || !isObject(place)) return false;
  for (const key of issue.keys) Reflect.deleteProperty(place, key);
  return true;
}

/** Of a union's members, the one that has the fewest unknown fields and nothing else against it. */
function removeInUnion(place: unknown, members: readonly Issues[]): boolean {
  const fits = (issues: Issues) => issues.every((issue) => remove(copyOf(place), issue));
  const unknown = (issues: Issues) =>
    issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);
  const [best] = members.filter(fits).sort((a, b) => unknown(a) - unknown(b));
  return best !== undefined && best.every((issue) => remove(place, issue));
}

/** Of what came out of JSON. */
function copyOf(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function isObject(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null;
}
