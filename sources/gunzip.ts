import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { PlatformError } from '../core/contracts/errors.ts';
import { unpackedLimit } from '../core/contracts/delivery-limits.ts';
import { chunksOf, type DeliveredBytes } from './delivered-bytes.ts';
import { damaged, tooLarge } from './unpack-errors.ts';

const CHUNK_BYTES = 2 ** 20;

/** All members of a gzip file one after another, checksums compared. @throws SourceRefused where it is damaged, or larger than it may be */
export async function* gunzipped(packed: DeliveredBytes, file: string): AsyncGenerator<Uint8Array> {
  const limit = unpackedLimit(packed.sizeBytes);
  const engine = createGunzip({ chunkSize: CHUNK_BYTES });
  const input = Readable.from(chunksOf(packed), { objectMode: false });
  input.on('error', (cause) => engine.destroy(cause));
  let bytes = 0;
  try {
    for await (const chunk of input.pipe(engine) as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      if (bytes > limit)
        throw tooLarge(file, `more than ${limit} bytes in ${packed.sizeBytes}`, `${limit} bytes unpacked`);
      yield chunk;
    }
    await refuseMore(packed, engine.bytesWritten);
  } catch (cause) {
    throw cause instanceof PlatformError ? cause : damaged(file, 'gzip file', cause);
  } finally {
    input.destroy();
    engine.destroy();
  }
}

/** Some writers fill the last block up. */
async function refuseMore(packed: DeliveredBytes, used: number): Promise<void> {
  for await (const chunk of chunksOf(packed, used)) {
    if (chunk.some((byte) => byte !== 0))
      throw new Error(`${packed.sizeBytes - used} bytes behind the packed data are no gzip`);
  }
}
