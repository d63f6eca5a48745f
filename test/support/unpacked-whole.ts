import { heldBytes } from '../../sources/delivered-bytes.ts';
import { unpack } from '../../sources/unpack.ts';

/** A file that is in memory, unpacked to its end. */
export async function unpackedWhole(content: Uint8Array, name: string) {
  const found = await unpack(heldBytes(content), name);
  const { kind, file } = found;
  if (kind === 'parquet') return { kind, file, bytes: await found.bytes.read(0, found.bytes.sizeBytes) };
  const parts: Uint8Array[] = [];
  for await (const chunk of found.chunks()) parts.push(chunk);
  return { kind, file, bytes: Buffer.concat(parts) };
}
