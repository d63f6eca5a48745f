import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Compressors, FileMetaData } from 'hyparquet';

/** What hyparquet reads by itself, and what this project's own files hold. */
const BUILT_IN = new Set(['UNCOMPRESSED', 'SNAPPY']);
/** Of a frame of zstd: what it needs for itself, as far as its own decoders go without being told to. */
const ZSTD_WINDOW_BYTES = 2 ** 27;

/**
 * parquetRead's option of this name: decompressors for a file of another writer; loaded only then, for their tables are large and every
 * container's start would pay. None takes more memory than the page's header says, which the caller has to check.
 */
export async function compressorsFor({ row_groups }: FileMetaData): Promise<{ compressors?: Compressors }> {
  const codecs = row_groups.flatMap(({ columns }) =>
    columns.map(({ meta_data }) => meta_data?.codec ?? 'UNCOMPRESSED'),
  );
  if (codecs.every((codec) => BUILT_IN.has(codec))) return {};
  const { decompressLz4, decompressLz4Raw, decompressZstd } = await import('hyparquet-compressors');
  const compressors: Compressors = {
    GZIP: (input, length) => gunzipSync(input, { maxOutputLength: Math.max(1, length) }),
    BROTLI: (input, length) => brotliDecompressSync(input, { maxOutputLength: Math.max(1, length) }),
    ZSTD: (input, length) => {
      checkZstd(input, length);
      return decompressZstd(input, new Uint8Array(length));
    },
    LZ4: decompressLz4,
    LZ4_RAW: decompressLz4Raw,
  };
  return { compressors };
}

/**
 * The decoder takes what a frame's header asks for, and fills up in silence what the frame lacks.
 * https://datatracker.ietf.org/doc/html/rfc8878#section-3.1.1.1
 */
function checkZstd(frame: Uint8Array, length: number): void {
  const descriptor = frame[4];
  const isSingle = (descriptor & 0x20) !== 0;
  const idBytes = [0, 1, 2, 4][descriptor & 3];
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6];
  if (!isSingle) {
    const windowLog = 10 + (frame[5] >> 3);
    if (2 ** windowLog > ZSTD_WINDOW_BYTES) throw new Error(`zstd asks for a window of 2^${windowLog} bytes`);
  }
  if (sizeBytes === 0) return;
  const start = 5 + (isSingle ? 0 : 1) + idBytes;
  let size = sizeBytes === 2 ? 256 : 0;
  for (let i = 0; i < sizeBytes; i += 1) size += frame[start + i] * 2 ** (8 * i);
  if (size !== length) throw new Error(`zstd frame of ${size} bytes in a page of ${length}`);
}
