import { crc32 } from 'node:zlib';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { DeletionVector } from '../log/actions.ts';
import type { TableLocation } from '../types.ts';
import { markedRows } from './roaring.ts';
import { fromZ85 } from './z85.ts';

/** A UUID of 16 bytes in base 85; what stands before it is a folder. */
const UUID_DIGITS = 20;
/** Of a vector in a file, before and behind its bytes. */
const SIZE_BYTES = 4;
const CRC_BYTES = 4;

/** Tells two vectors of one data file apart, as the protocol does: storage, where it lies, and from which byte on. */
export function vectorId({ storageType, pathOrInlineDv, offset }: DeletionVector): string {
  return `${storageType}${pathOrInlineDv}${offset === undefined ? '' : `@${offset}`}`;
}

/**
 * Reads a file's deletion vector, and gives the rows that it marks once it is known how many the file has.
 * https://github.com/delta-io/delta/blob/master/PROTOCOL.md#deletion-vectors
 *
 * @throws TableUnsupported where it lies outside of the table, TableCorrupt; so does the function
 */
export async function readDeletionVector(
  location: TableLocation,
  vector: DeletionVector,
): Promise<(rows: number) => Uint8Array> {
  const bytes = await bytesOf(location, vector);
  return (rows) => {
    const { marks, count } = soundly(vector, () => markedRows(bytes, rows));
    if (count === vector.cardinality) return marks;
    throw corrupt(vector, `${count} rows are marked instead of ${vector.cardinality}`);
  };
}

async function bytesOf(location: TableLocation, vector: DeletionVector): Promise<Uint8Array> {
  const { storageType, pathOrInlineDv, sizeInBytes, offset = 0 } = vector;
  if (storageType === 'i') return soundly(vector, () => fromZ85(pathOrInlineDv).subarray(0, sizeInBytes));
  if (storageType !== 'u') {
    throw new PlatformError(ERROR_NAMES.tableUnsupported, {
      problem: 'a deletion vector lies outside of the table',
      got: `${storageType}: ${pathOrInlineDv}`,
      allowed: 'in the log, or in a file of the table',
      hint: 'the table is likely a shallow clone: take the table that it was cloned from, or clone it deeply',
    });
  }
  const key = `${location.path}/${soundly(vector, () => pathOf(pathOrInlineDv))}`;
  const end = offset + SIZE_BYTES + sizeInBytes + CRC_BYTES;
  const bytes = await location.store.read(key, { start: offset, end });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length !== end - offset || view.getUint32(0) !== sizeInBytes)
    throw corrupt(vector, `${key} has another size`);
  const body = bytes.subarray(SIZE_BYTES, SIZE_BYTES + sizeInBytes);
  if (crc32(body) === view.getUint32(SIZE_BYTES + sizeInBytes)) return body;
  throw corrupt(vector, `${key} has another checksum`);
}

function pathOf(text: string): string {
  const folder = text.slice(0, Math.max(0, text.length - UUID_DIGITS));
  const hex = Buffer.from(fromZ85(text.slice(-UUID_DIGITS))).toString('hex');
  const uuid = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  if (uuid === hex || folder.split('/').includes('..')) throw new Error('no path of a file of the table');
  return `${folder === '' ? '' : `${folder}/`}deletion_vector_${uuid}.bin`;
}

function soundly<T>(vector: DeletionVector, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw corrupt(vector, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function corrupt(vector: DeletionVector, why: string, cause?: unknown): PlatformError {
  return new PlatformError(ERROR_NAMES.tableCorrupt, {
    problem: `a deletion vector cannot be read: ${why}`,
    got: vectorId(vector),
    hint: 'write the table anew (OPTIMIZE, then REORG TABLE ... APPLY (PURGE)), which leaves no deletion vectors',
    cause,
  });
}
