import type * as z from 'zod';
import { PlatformError } from '../contracts/errors.ts';
import { parseJsonText } from '../contracts/json-text.ts';
import { refused } from './refused.ts';

/** @param name of the document, for the message @throws SignatureRefused when the text is not JSON of the schema's shape */
export function parseJson<T>(text: string, schema: z.ZodType<T>, name: string): T {
  const parsed = schema.safeParse(jsonOf(text, name));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refused(`${name} is malformed at ${issue.path.join('.')} (${issue.message})`, { cause: parsed.error });
}

function jsonOf(text: string, name: string): unknown {
  try {
    return parseJsonText(text);
  } catch (cause) {
    const problem = cause instanceof PlatformError ? cause.evidence.problem : 'it is not JSON';
    throw refused(`${name} is malformed: ${problem}`, { cause });
  }
}
