/**
 * What the record itself has under a name, when the name comes from data: a column may be called 'constructor', which every object has from its
 * prototype.
 */
export function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
