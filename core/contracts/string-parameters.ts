import type * as z from 'zod';
import { ERROR_NAMES, PlatformError } from './errors.ts';

/**
 * SageMaker passes every parameter of a job as text. These two turn a schema's values into texts and back.
 * A text stays as it is; everything else stands as JSON.
 */
export function encodeStrings(values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

/** @throws HyperparameterInvalid with the name of the first parameter that is missing, unknown or wrong, and its text. */
export function decodeStrings<T>(schema: z.ZodType<T>, texts: Readonly<Record<string, string | undefined>>): T {
  const parsed = schema.safeParse(texts);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const name = issue.code === 'unrecognized_keys' ? issue.keys[0]! : String(issue.path[0]);
  throw new PlatformError(ERROR_NAMES.hyperparameterInvalid, {
    problem: `the parameter '${name}' is ${nameOfFault(issue.code, texts[name])}`,
    got: texts[name],
    allowed: issue.message,
  });
}

function nameOfFault(code: string, text: string | undefined): string {
  if (code === 'unrecognized_keys') return 'unknown';
  return text === undefined ? 'missing' : 'invalid';
}
