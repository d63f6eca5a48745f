/** The unique_id up to its last separator: whole where the separator is not in it, empty where the panel has no segments. */
export function segmentOf(uniqueId: string, separator: string | null): string {
  if (separator === null) return '';
  const end = uniqueId.lastIndexOf(separator);
  return end === -1 ? uniqueId : uniqueId.slice(0, end);
}
