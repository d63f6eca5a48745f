/** '2026-11-28 08:00 UTC' of an instant in ISO 8601; as it stands where it is none. */
export function instantText(instant: string): string {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) return instant;
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
