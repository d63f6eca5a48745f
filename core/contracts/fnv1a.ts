/** FNV-1a (Fowler, Noll, Vo; 32 bits) of the text's UTF-16 code units: the same for ever, on any machine. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
