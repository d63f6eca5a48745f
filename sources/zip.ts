import { crc32, inflateRawSync } from 'node:zlib';
import { DELIVERY_LIMITS, unpackedLimit } from '../core/contracts/delivery-limits.ts';
import { shown } from '../core/contracts/visible.ts';
import { isMarker } from '../core/ingest/deliveries.ts';
import { damaged, tooLarge, unpackError } from './unpack-errors.ts';

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
/** The archive's comment, behind everything, is at most so long. */
const COMMENT_BYTES = 0xffff;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;
/** Zip64 writes the size elsewhere. */
const ELSEWHERE = 0xffffffff;

interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly offset: number;
}

/** What an archive of an office program holds beside its sheets. */
const OFFICE = [
  { name: '[Content_Types].xml', what: 'an Excel (or other Office) file' },
  { name: 'mimetype', what: 'an OpenDocument file' },
];

/**
 * The one data file in a zip archive, its checksum compared.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 *
 * @throws SourceRefused when there is none, are several, or one that is packed or encrypted in another way
 */
export function fileInZip(archive: Uint8Array, file: string): { readonly name: string; readonly bytes: Uint8Array } {
  const entries = entriesOf(archive, file);
  const office = OFFICE.find(({ name }) => entries.some((entry) => entry.name === name));
  if (office !== undefined) {
    throw unpackError(file, `this is ${office.what}`, {
      got: shown(entries.map(({ name }) => name).join(', '), 200),
      hint: 'save the sheet as CSV (UTF-8), and deliver that',
    });
  }
  const data = entries.filter(({ name }) => !isMarker(name));
  if (data.length !== 1) {
    throw unpackError(file, `the zip archive holds ${data.length === 0 ? 'no file' : `${data.length} files`}`, {
      got: namesOf(data.length === 0 ? entries : data),
      hint:
        data.length === 0 ? 'pack the data file' : 'unzip it, and deliver the folder, or the one file that is meant',
    });
  }
  return { name: data[0].name, bytes: unpack(archive, data[0], file) };
}

function namesOf(entries: readonly Entry[]): string {
  const names = entries.slice(0, 10).map(({ name }) => shown(name));
  const more = entries.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function entriesOf(archive: Uint8Array, file: string): readonly Entry[] {
  const view = viewOf(archive);
  const end = endOf(view);
  if (end === undefined) throw damaged(file, 'zip archive', 'its table of contents is missing');
  const count = view.getUint16(end + 10, true);
  if (count > DELIVERY_LIMITS.zipEntries)
    throw tooLarge(file, `${count} files`, `${DELIVERY_LIMITS.zipEntries} files in an archive`);
  const entries: Entry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i += 1) {
    if (at + CENTRAL_BYTES > archive.length || view.getUint32(at, true) !== CENTRAL)
      throw damaged(file, 'zip archive', `entry ${i + 1} of ${count} of its table of contents is none`);
    const nameBytes = view.getUint16(at + 28, true);
    entries.push({
      name: new TextDecoder().decode(archive.subarray(at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes)),
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packedBytes: view.getUint32(at + 20, true),
      bytes: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at += CENTRAL_BYTES + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** Where the record stands that everything is found by: the last one, for its comment is the archive's end. */
function endOf(view: DataView): number | undefined {
  const first = Math.max(0, view.byteLength - END_BYTES - COMMENT_BYTES);
  for (let at = view.byteLength - END_BYTES; at >= first; at -= 1) {
    if (view.getUint32(at, true) === END && at + END_BYTES + view.getUint16(at + 20, true) === view.byteLength)
      return at;
  }
  return undefined;
}

function unpack(archive: Uint8Array, entry: Entry, file: string): Uint8Array {
  const { method, flags, bytes } = entry;
  if ((flags & ENCRYPTED) !== 0)
    throw unpackError(file, 'the zip archive has a password', { got: shown(entry.name), hint: 'pack it without one' });
  if (method !== STORED && method !== DEFLATED)
    throw unpackError(file, 'the zip archive is packed by another method than deflate', {
      got: `method ${method} of ${shown(entry.name)}`,
      hint: 'pack it by the usual method, or deliver the file unpacked',
    });
  if ([entry.packedBytes, bytes, entry.offset].includes(ELSEWHERE))
    throw unpackError(file, 'the zip archive is of the large kind (zip64)', {
      hint: 'pack the file by gzip, or deliver it unpacked',
    });
  const packed = packedBytesOf(archive, entry, file);
  const limit = unpackedLimit(packed.length, DELIVERY_LIMITS.heldBytes);
  if (bytes > limit) throw tooLarge(file, `${bytes} bytes in ${packed.length}`, `${limit} bytes unpacked`);
  const content = method === STORED ? packed : inflated(packed, bytes, file);
  if (content.length === bytes && crc32(content) === entry.crc) return content;
  throw damaged(file, 'zip archive', `${shown(entry.name)} has another checksum than was packed`);
}

function packedBytesOf(archive: Uint8Array, { offset, packedBytes }: Entry, file: string): Uint8Array {
  const view = viewOf(archive);
  if (offset + LOCAL_BYTES > archive.length || view.getUint32(offset, true) !== LOCAL)
    throw damaged(file, 'zip archive', 'its file is not where its table of contents says');
  const start = offset + LOCAL_BYTES + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + packedBytes > archive.length) throw damaged(file, 'zip archive', 'its file is cut off');
  return archive.subarray(start, start + packedBytes);
}

/** Never more than was declared, and checked against the limit. */
function inflated(packed: Uint8Array, bytes: number, file: string): Uint8Array {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, bytes) });
  } catch (cause) {
    throw damaged(file, 'zip archive', cause);
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
