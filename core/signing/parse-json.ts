import type * as z from 'zod';
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
    return JSON.parse(text);
  } catch (cause) {
    throw refused(`${name} is malformed: it is not JSON`, { cause });
  }
}
