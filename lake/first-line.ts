import type { ObjectStore } from '../core/ports.ts';

/** Longer than most headers: one request. */
const PIECE_BYTES = 64 * 1024;

/** The first line of a text, however long the rest of it is. @throws ObjectNotFound */
export async function firstLine(store: ObjectStore, key: string): Promise<string> {
  const { sizeBytes = 0 } = (await store.head(key)) ?? {};
  const decoder = new TextDecoder();
  let text = '';
  for (let start = 0; start < sizeBytes || start === 0; start += PIECE_BYTES) {
    const piece = await store.read(key, { start, end: Math.min(start + PIECE_BYTES, sizeBytes) });
    const [line, ...rest] = decoder.decode(piece, { stream: true }).split('\n');
    text += line;
    if (rest.length > 0) break;
  }
  return text;
}
