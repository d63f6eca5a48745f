/** A date of the platform as the sets' own files write it: an hour has no zone there. */
export function withoutZone(date: string): string {
  return date.replace('T', ' ').replace('Z', '');
}
