/** First bytes that say what a file is, in hexadecimal; a longer one before its own beginning. */
const SIGNATURES = [
  { hex: 'fffe0000', encoding: 'UTF-32', hint: 'convert it: iconv -f UTF-32 -t UTF-8' },
  { hex: 'fffe', encoding: 'UTF-16', hint: 'convert it: iconv -f UTF-16 -t UTF-8' },
  { hex: 'feff', encoding: 'UTF-16', hint: 'convert it: iconv -f UTF-16 -t UTF-8' },
  { hex: '1f8b', encoding: 'gzip', hint: 'decompress it: gunzip' },
  { hex: '504b0304', encoding: 'a zip or Excel file', hint: 'export the sheet as CSV, or unzip the file' },
  { hex: '50415231', encoding: 'Parquet', hint: "set the data set's source.format to 'parquet'" },
] as const;

const UTF8_BOM = 'efbbbf';
/** A text file of UTF-16 without a mark has a NUL within its first few characters. */
const NUL_SEARCH_BYTES = 4096;

export interface ForeignEncoding {
  readonly encoding: string;
  readonly hint: string;
}

/** What the file is, where its first bytes show that it is not UTF-8 text. */
export function foreignEncoding(bytes: Uint8Array): ForeignEncoding | undefined {
  const signature = SIGNATURES.find(({ hex }) => startsWith(bytes, hex));
  if (signature !== undefined) return signature;
  if (!bytes.subarray(0, NUL_SEARCH_BYTES).includes(0)) return undefined;
  return {
    encoding: 'UTF-16 without a byte order mark, or no text at all',
    hint: 'convert it: iconv -f UTF-16LE -t UTF-8',
  };
}

export function withoutBom(bytes: Uint8Array): Uint8Array {
  return startsWith(bytes, UTF8_BOM) ? bytes.subarray(UTF8_BOM.length / 2) : bytes;
}

function startsWith(bytes: Uint8Array, hex: string): boolean {
  for (let i = 0; i < hex.length / 2; i++) {
    if (bytes[i] !== Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16)) return false;
  }
  return true;
}
