/** What flows between states: anything that JSON can write. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Step Functions' service limit on every state input, state output and task result, in UTF-8 bytes of its JSON text. */
export const MAX_PAYLOAD_BYTES = 262_144;

export function jsonText(value: Json): string {
  return JSON.stringify(value);
}

export function parseJson(text: string): Json {
  return JSON.parse(text) as Json;
}

/** What JSON keeps of a value that came from outside: undefined becomes null, dates become text, functions vanish. */
export function toJson(value: unknown): Json {
  const text: string | undefined = JSON.stringify(value);
  return text === undefined ? null : parseJson(text);
}

export function exceedsPayloadLimit(text: string): boolean {
  return Buffer.byteLength(text, 'utf8') > MAX_PAYLOAD_BYTES;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The word that AWS uses for a value's type in its error texts. */
export function jsonTypeOf(value: Json): 'null' | 'array' | 'boolean' | 'number' | 'object' | 'string' {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  return type === 'boolean' || type === 'number' || type === 'string' ? type : 'object';
}
