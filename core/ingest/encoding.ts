/** What a file is, by its bytes: names say what somebody called it. */
export type Content =
  | { readonly kind: 'text' | 'parquet' | 'gzip' | 'zip' }
  /** Something else, with a way to make it one of these. */
  | { readonly kind: 'foreign'; readonly what: string; readonly hint: string };

interface Signature {
  /** First bytes, in hexadecimal, or as text. */
  readonly hex?: string;
  readonly text?: string;
  /** Where they stand; at the beginning without it. */
  readonly at?: number;
  readonly content: Content;
}

const EXPORT_CSV = 'export the data as CSV (UTF-8) or Parquet';

/** A longer one stands before its own beginning. */
const SIGNATURES: readonly Signature[] = [
  { hex: 'fffe0000', content: foreign('UTF-32 text', 'convert it: iconv -f UTF-32 -t UTF-8') },
  { hex: 'fffe', content: foreign('UTF-16 text', 'convert it: iconv -f UTF-16 -t UTF-8') },
  { hex: 'feff', content: foreign('UTF-16 text', 'convert it: iconv -f UTF-16 -t UTF-8') },
  { hex: '1f8b', content: { kind: 'gzip' } },
  { text: 'PK\x03\x04', content: { kind: 'zip' } },
  { text: 'PK\x05\x06', content: { kind: 'zip' } },
  { text: 'PK\x07\x08', content: foreign('one part of a zip archive in several', 'join the parts, or unzip them') },
  { hex: 'd0cf11e0a1b11ae1', content: foreign('an old Excel file (.xls)', 'save the sheet as CSV (UTF-8)') },
  { text: 'BZh', content: packed('bzip2', 'bunzip2') },
  { hex: 'fd377a585a00', content: packed('xz', 'unxz') },
  { hex: '28b52ffd', content: packed('zstd', 'unzstd') },
  { hex: '04224d18', content: packed('lz4', 'unlz4') },
  { hex: '377abcaf271c', content: packed('7z', '7z x') },
  { text: 'Rar!\x1a\x07', content: packed('rar', 'unrar x') },
  { text: 'ustar', at: 257, content: foreign('a tar archive', 'extract it (tar -x), and deliver the files') },
  { text: 'PARE', content: foreign('an encrypted Parquet file', 'write it without encryption of the footer') },
  { text: 'ARROW1', content: foreign('an Arrow (Feather) file', 'write it as Parquet') },
  { text: 'ORC', content: foreign('an ORC file', 'write it as Parquet') },
  { text: 'Obj\x01', content: foreign('an Avro file', 'write it as Parquet') },
  { text: 'SQLite format 3\0', content: foreign('an SQLite database', 'export the table as CSV') },
  { hex: '894844460d0a1a0a', content: foreign('an HDF5 file', EXPORT_CSV) },
  { text: '%PDF-', content: foreign('a PDF', EXPORT_CSV) },
  {
    text: '<!doctype html',
    content: foreign('an HTML page', 'download the file itself: a page of a login or an error?'),
  },
  { text: '<html', content: foreign('an HTML page', 'download the file itself: a page of a login or an error?') },
  { text: '<?xml', content: foreign('an XML document', EXPORT_CSV) },
  { text: '{"', content: foreign('JSON', EXPORT_CSV) },
  { text: '[{', content: foreign('JSON', EXPORT_CSV) },
];
/** These are binary: a CSV file whose first column is called so is none of them. */
const PARQUET = bytesOf('PAR1');

const UTF8_BOM = 'efbbbf';
/** A text file of UTF-16 without a mark has a NUL within its first few characters, and a binary one hardly none. */
const NUL_SEARCH_BYTES = 4096;

export function contentOf(bytes: Uint8Array): Content {
  const isBinary = bytes.subarray(0, NUL_SEARCH_BYTES).includes(0);
  if (startsWith(bytes, PARQUET) && (isBinary || endsWith(bytes, PARQUET))) return { kind: 'parquet' };
  const found = SIGNATURES.find((signature) => isSigned(bytes, signature, isBinary));
  if (found !== undefined) return found.content;
  if (!isBinary) return { kind: 'text' };
  return foreign('UTF-16 without a byte order mark, or no text at all', 'convert it: iconv -f UTF-16LE -t UTF-8');
}

export function withoutBom(bytes: Uint8Array): Uint8Array {
  const bom = hexBytes(UTF8_BOM);
  return startsWith(bytes, bom) ? bytes.subarray(bom.length) : bytes;
}

/** Words that a header could begin with, too, count in a binary file alone. */
const WORDS = /^[A-Za-z0-9]+$/;

function isSigned(bytes: Uint8Array, { hex, text = '', at = 0 }: Signature, isBinary: boolean): boolean {
  if (hex !== undefined) return startsWith(bytes, hexBytes(hex));
  if (WORDS.test(text) && !isBinary) return false;
  return startsWith(at === 0 ? withoutCase(bytes, text) : bytes.subarray(at), bytesOf(text));
}

/** The beginning as the signature of a mark-up language is written, which has no case. */
function withoutCase(bytes: Uint8Array, text: string): Uint8Array {
  const head = withoutBom(bytes).subarray(0, text.length);
  return text.startsWith('<') ? bytesOf(String.fromCharCode(...head).toLowerCase()) : head;
}

function foreign(what: string, hint: string): Content {
  return { kind: 'foreign', what, hint };
}

function packed(what: string, command: string): Content {
  return foreign(`packed by ${what}`, `unpack it (${command}), or pack it by gzip, which is read`);
}

function hexBytes(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  return bytes.length >= start.length && start.every((byte, i) => bytes[i] === byte);
}

function endsWith(bytes: Uint8Array, end: Uint8Array): boolean {
  return startsWith(bytes.subarray(Math.max(0, bytes.length - end.length)), end);
}
