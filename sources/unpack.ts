import { DELIVERY_LIMITS } from '../core/contracts/delivery-limits.ts';
import { contentOf } from '../core/ingest/encoding.ts';
import { chunksOf, heldBytes, type DeliveredBytes } from './delivered-bytes.ts';
import { gunzipped } from './gunzip.ts';
import { tooLarge, unpackError } from './unpack-errors.ts';
import { fileInZip } from './zip.ts';

/** How deep a file may be packed: a gzip within a zip is somebody's habit, more is an attack. */
const LAYERS = 2;

/** What a file says of its kind at its beginning, and Parquet at its end. */
const [HEAD_BYTES, TAIL_BYTES] = [8192, 4];

/** What a file is by its content. */
export type Unpacked =
  | { readonly kind: 'csv'; readonly file: string; readonly chunks: Chunks }
  | { readonly kind: 'parquet'; readonly file: string; readonly bytes: DeliveredBytes };

/** A text from its beginning to its end, as often as it is asked for. @throws SourceRefused where it turns out to be damaged */
export type Chunks = () => AsyncIterable<Uint8Array>;

/**
 * The file that was delivered, out of what it is packed in; `file` of it is as an error names it, with its name within its archive. A text is unpacked
 * as it is read.
 * @throws SourceRefused, with what it is and what to do, when it is neither text nor Parquet
 */
export async function unpack(delivered: DeliveredBytes, name: string): Promise<Unpacked> {
  let [bytes, file] = [delivered, name];
  for (let layer = 0; ; layer += 1) {
    refuseLarge(bytes.sizeBytes, file);
    const packed = bytes;
    const found = contentOf(await sampleOf(packed));
    if (found.kind === 'text') return { kind: 'csv', file, chunks: () => chunksOf(packed) };
    if (found.kind === 'parquet') return { kind: 'parquet', file, bytes };
    if (found.kind === 'foreign') throw unpackError(file, `this is ${found.what}`, { hint: found.hint });
    if (layer === LAYERS)
      throw unpackError(file, `the file is packed more than ${LAYERS} times`, { got: found.kind, hint: 'unpack it' });
    if (found.kind === 'gzip') {
      const chunks = (): AsyncGenerator<Uint8Array> => gunzipped(packed, file);
      if (contentOf(await headOf(chunks())).kind === 'text') return { kind: 'csv', file, chunks };
      bytes = heldBytes(await collected(chunks(), file));
    } else {
      const inside = fileInZip(await collected(chunksOf(packed), file), file);
      [bytes, file] = [heldBytes(inside.bytes), `${file}/${inside.name}`];
    }
  }
}

/** @throws SourceRefused before anything of it is read */
export function refuseLarge(bytes: number, file: string): void {
  const { fileBytes } = DELIVERY_LIMITS;
  if (bytes > fileBytes) throw tooLarge(file, `${bytes} bytes`, `${fileBytes} bytes a file`);
}

async function sampleOf(bytes: DeliveredBytes): Promise<Uint8Array> {
  const { sizeBytes } = bytes;
  if (sizeBytes <= HEAD_BYTES + TAIL_BYTES) return bytes.read(0, sizeBytes);
  return Buffer.concat([await bytes.read(0, HEAD_BYTES), await bytes.read(sizeBytes - TAIL_BYTES, sizeBytes)]);
}

async function headOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    bytes += chunk.length;
    if (bytes >= HEAD_BYTES) break;
  }
  return Buffer.concat(parts).subarray(0, HEAD_BYTES);
}

async function collected(chunks: AsyncIterable<Uint8Array>, file: string): Promise<Uint8Array> {
  const { heldBytes: limit } = DELIVERY_LIMITS;
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > limit)
      throw tooLarge(file, `more than ${limit} bytes`, `${limit} bytes that have to be in memory at once`);
    parts.push(chunk);
  }
  return parts.length === 1 ? parts[0] : Buffer.concat(parts);
}
