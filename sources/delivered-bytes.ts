import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import type { ListedDelivery } from '../core/ingest/known-deliveries.ts';
import { refusal } from '../core/ingest/refusal.ts';
import type { ByteRange, ObjectStore } from '../core/ports.ts';

/** A file of any size: nobody holds more of it than the ranges that were asked for. */
export interface DeliveredBytes {
  readonly sizeBytes: number;
  /** Bytes [start, end), end at most `sizeBytes`. @throws SourceRefused where it is another file by now */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** What is read at a time: a request for it is worth its time, and the parser makes some hundred megabytes of it at most. */
const CHUNK_BYTES = 4 * 2 ** 20;

/** The file from the beginning, or from an offset, to its end. */
export async function* chunksOf(bytes: DeliveredBytes, from = 0): AsyncGenerator<Uint8Array> {
  for (let start = from; start < bytes.sizeBytes; start += CHUNK_BYTES)
    yield await bytes.read(start, Math.min(bytes.sizeBytes, start + CHUNK_BYTES));
}

/** An object that is read by ranges; its beginning, which is asked for again and again, once. */
export function storedBytes(
  store: ObjectStore,
  { file, sizeBytes, tag }: Pick<ListedDelivery, 'file' | 'sizeBytes' | 'tag'>,
): DeliveredBytes {
  const headBytes = Math.min(CHUNK_BYTES, sizeBytes);
  const read = (start: number, end: number) => readUnchanged(store, file, { start, end, tag });
  let head: Promise<Uint8Array> | undefined;
  return {
    sizeBytes,
    async read(start, end) {
      if (end > headBytes) return read(start, end);
      head ??= read(0, headBytes);
      return (await head).subarray(start, end);
    },
  };
}

export function heldBytes(bytes: Uint8Array): DeliveredBytes {
  return { sizeBytes: bytes.length, read: (start, end) => Promise.resolve(bytes.subarray(start, end)) };
}

async function readUnchanged(store: ObjectStore, file: string, range: ByteRange): Promise<Uint8Array> {
  if (range.end === range.start) return new Uint8Array(0);
  try {
    const bytes = await store.read(file, range);
    if (bytes.length === range.end - range.start) return bytes;
    throw changed(file, undefined);
  } catch (cause) {
    const isAnother = cause instanceof PlatformError && cause.name === ERROR_NAMES.objectNotFound;
    throw isAnother && range.tag !== undefined ? changed(file, cause) : cause;
  }
}

function changed(file: string, cause: unknown): PlatformError {
  return refusal({
    file,
    rule: 'the file was changed or taken away while it was read',
    hint: 'nothing of it is kept: run the step again once its upload is over; deliver under a new name rather than over a file',
    cause,
  });
}
