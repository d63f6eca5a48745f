import { gunzipSync } from 'node:zlib';
import { DELIVERY_LIMITS, unpackedLimit } from '../core/contracts/delivery-limits.ts';
import { contentOf } from '../core/ingest/encoding.ts';
import { damaged, tooLarge, unpackError } from './unpack-errors.ts';
import { fileInZip } from './zip.ts';

/** How deep a file may be packed: a gzip within a zip is somebody's habit, more is an attack. */
const LAYERS = 2;

export interface Unpacked {
  readonly kind: 'csv' | 'parquet';
  readonly bytes: Uint8Array;
  /** As an error names it: with the file's name within its archive. */
  readonly file: string;
}

/**
 * The file that was delivered, out of what it is packed in, and what it is by its content.
 * @throws SourceRefused, with what it is and what to do, when it is neither text nor Parquet
 */
export function unpacked(content: Uint8Array, file: string): Unpacked {
  let [bytes, name] = [content, file];
  for (let layer = 0; ; layer += 1) {
    refuseLarge(bytes.length, name);
    const found = contentOf(bytes);
    if (found.kind === 'text') return { kind: 'csv', bytes, file: name };
    if (found.kind === 'parquet') return { kind: 'parquet', bytes, file: name };
    if (found.kind === 'foreign') throw unpackError(name, `this is ${found.what}`, { hint: found.hint });
    if (layer === LAYERS)
      throw unpackError(name, `the file is packed more than ${LAYERS} times`, { got: found.kind, hint: 'unpack it' });
    if (found.kind === 'gzip') bytes = gunzipped(bytes, name);
    else ({ bytes, name } = within(fileInZip(bytes, name), name));
  }
}

/** @throws SourceRefused before anything of it is read */
export function refuseLarge(bytes: number, file: string): void {
  const { fileBytes } = DELIVERY_LIMITS;
  if (bytes > fileBytes) throw tooLarge(file, `${bytes} bytes`, `${fileBytes} bytes a file`);
}

function within(found: { readonly name: string; readonly bytes: Uint8Array }, archive: string) {
  return { bytes: found.bytes, name: `${archive}/${found.name}` };
}

/** All of its members one after another, checksums compared. */
function gunzipped(packed: Uint8Array, file: string): Uint8Array {
  const limit = unpackedLimit(packed.length);
  try {
    const { buffer, engine } = gunzipWithInfo(packed, limit);
    const rest = packed.subarray(engine.bytesWritten);
    // Some writers fill the last block up.
    if (rest.some((byte) => byte !== 0)) throw new Error(`${rest.length} bytes behind the packed data are no gzip`);
    return buffer;
  } catch (cause) {
    if (isTooLarge(cause))
      throw tooLarge(file, `more than ${limit} bytes in ${packed.length}`, `${limit} bytes unpacked`);
    throw damaged(file, 'gzip file', cause);
  }
}

/** The types leave out what the option `info` adds: how much of the input was used. */
function gunzipWithInfo(packed: Uint8Array, maxOutputLength: number) {
  return gunzipSync(packed, { info: true, maxOutputLength }) as unknown as {
    readonly buffer: Uint8Array;
    readonly engine: { readonly bytesWritten: number };
  };
}

function isTooLarge(cause: unknown): boolean {
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';
}
