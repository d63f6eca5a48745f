const KIB = 2 ** 10;
const MIB = 2 ** 20;
const GIB = 2 ** 30;

/**
 * What one delivery may hold. A delivery is other people's bytes: each of these is refused by name, with the limit and what to do, before memory
 * is taken for it. They bound what a reader takes, not what a data set may have: any number of deliveries makes a table.
 */
export const DELIVERY_LIMITS = {
  /** One file, as it was delivered and as it is unpacked. It is read in pieces; the limit is the time of one step. */
  fileBytes: 2 * GIB,
  /** What has to be in memory as a whole: a zip archive, the file in it, and Parquet that is packed by something else than itself. */
  heldBytes: GIB,
  /** How many times its size packed data may have unpacked; deflate's own limit is 1,032. Panels of zeros, the most compressible honest ones, stay below 150. */
  inflation: 250,
  /** Below so much unpacked, any ratio is as good: small files of one repeated row are not attacks. */
  freeBytes: 32 * MIB,
  /** Rows of one file; V8 keeps arrays of more than 33,554,432 entries as dictionaries, ten times as large. */
  rows: 33_554_432,
  /** Rows a byte of a Parquet file, beyond the free ones: one value a column can stand for any number of rows. Panels of which one value in ten is no zero stay below 10. */
  rowsPerByte: 30,
  freeRows: 1_000_000,
  /** Rows of a row group of a Parquet file, which is read as a whole. Writers make them of a million, older ones of as many as there are; so many take about a gigabyte. */
  groupRows: 8_388_608,
  /** An id stands in the name of every row, report and mail. */
  idBytes: KIB,
  /** A date or a value: what is longer is a text that lost its closing quote, or another column. */
  cellBytes: 4 * KIB,
  /** A row of a CSV file, with the columns that nobody asks for. */
  lineBytes: MIB,
  /** A row whose fields could not be told apart, which quarantine keeps as it is. */
  recordBytes: 64 * KIB,
  /** Names in a zip archive: each is read before the one that counts is found. */
  zipEntries: 10_000,
} as const;

/** How many bytes packed data may have unpacked; `atMost` where they are held in memory. */
export function unpackedLimit(packedBytes: number, atMost: number = DELIVERY_LIMITS.fileBytes): number {
  const { freeBytes, inflation } = DELIVERY_LIMITS;
  return Math.min(atMost, Math.max(freeBytes, inflation * packedBytes));
}

/** How many rows a Parquet file of so many bytes may hold. */
export function rowLimit(fileBytes: number): number {
  const { rows, freeRows, rowsPerByte } = DELIVERY_LIMITS;
  return Math.min(rows, Math.max(freeRows, rowsPerByte * fileBytes));
}
