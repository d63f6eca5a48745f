/**
 * The one JSON text of a value, whatever the order in which its keys were set: keys sorted by UTF-16 code units, no white space, numbers as
 * ECMAScript prints them (RFC 8785). As in JSON.stringify, a key whose value is undefined is left out.
 *
 * @throws RangeError for what JSON cannot say: NaN, Infinity, undefined in an array, a function
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) {
    return JSON.stringify(value);
  }
  throw new RangeError(`not a JSON value: ${String(value)}`);
}
