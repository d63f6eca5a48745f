import { constants, gunzipSync } from 'node:zlib';
import { DELIVERY_LIMITS } from '../core/contracts/delivery-limits.ts';
import { contentOf } from '../core/ingest/encoding.ts';
import { damaged, unpackError } from './unpack-errors.ts';
import { fileInZip } from './zip.ts';

/** As much of a gzip file as shows what is in it. */
const HEAD_BYTES = 2 ** 16;

/** What a file is by its content, within whatever it is packed in; of a gzip, only the beginning is unpacked. @throws SourceRefused as `unpack` */
export function packedKind(bytes: Uint8Array, file: string): 'csv' | 'parquet' {
  const found = contentOf(bytes);
  if (found.kind === 'text') return 'csv';
  if (found.kind === 'parquet') return 'parquet';
  if (found.kind === 'foreign') throw unpackError(file, `this is ${found.what}`, { hint: found.hint });
  if (found.kind === 'gzip') return packedKind(headInside(bytes, file), file);
  const inside = fileInZip(bytes, file);
  return packedKind(inside.bytes, `${file}/${inside.name}`);
}

function headInside(packed: Uint8Array, file: string): Uint8Array {
  try {
    return gunzipSync(packed.subarray(0, HEAD_BYTES), {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: DELIVERY_LIMITS.heldBytes,
    });
  } catch (cause) {
    throw damaged(file, 'gzip file', cause);
  }
}
