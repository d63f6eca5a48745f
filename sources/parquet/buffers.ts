import type { AsyncBuffer, RowGroup } from 'hyparquet';
import { chunkRange, chunksOf, type pageChecker } from '../../tables/index.ts';
import type { DeliveredBytes } from '../delivered-bytes.ts';

export function bufferOf(bytes: DeliveredBytes): AsyncBuffer {
  return {
    byteLength: bytes.sizeBytes,
    slice: async (start, end = bytes.sizeBytes) => copied(await bytes.read(start, Math.min(end, bytes.sizeBytes))),
  };
}

interface Wanted {
  readonly names: readonly string[];
  readonly check: Awaited<ReturnType<typeof pageChecker>>;
}

/** The wanted columns of one row group, read and checked; what else is asked for is read from the file. */
export async function groupBuffer(
  bytes: DeliveredBytes,
  group: RowGroup,
  { names, check }: Wanted,
): Promise<AsyncBuffer> {
  const held: { readonly start: number; readonly end: number; readonly chunk: Uint8Array }[] = [];
  for (const meta of chunksOf(group, names)) {
    const { start, end } = chunkRange(meta, bytes.sizeBytes);
    const chunk = await bytes.read(start, end);
    check(group, meta, chunk);
    held.push({ start, end, chunk });
  }
  const file = bufferOf(bytes);
  return {
    byteLength: file.byteLength,
    slice(from, to = file.byteLength) {
      const found = held.find(({ start, end }) => from >= start && to <= end);
      return found === undefined
        ? file.slice(from, to)
        : copied(found.chunk.subarray(from - found.start, to - found.start));
    },
  };
}

/** A copy starts at a multiple of eight, so that numbers can be read in place. */
function copied(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
