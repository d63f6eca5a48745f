import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { unwritable } from '../schema.ts';
import type { Metadata, Protocol } from './actions.ts';

export const PROTOCOL: Protocol = { minReaderVersion: 1, minWriterVersion: 2 };

/** What a writer version above ours stands for; version 7 names its features itself. */
const WRITER_VERSIONS: Readonly<Record<number, string>> = {
  3: 'CHECK constraints',
  4: 'change data feed, generated columns',
  5: 'column mapping',
  6: 'identity columns',
};

/** @throws TableUnsupported, by name, when reading would need what we do not know: wrong rows are worse than none. */
export function checkReadable(protocol: Protocol, metadata: Metadata): void {
  const { minReaderVersion, readerFeatures = [] } = protocol;
  if (minReaderVersion === 2) throw unsupported('the table asks for column mapping', 'reader version 2');
  if (minReaderVersion > PROTOCOL.minReaderVersion) {
    const features = readerFeatures.length === 0 ? 'none named' : readerFeatures.join(', ');
    throw unsupported(`the table asks for reader features: ${features}`, `reader version ${minReaderVersion}`);
  }
  if (metadata.format.provider !== 'parquet')
    throw unsupported('the data files are not Parquet', metadata.format.provider);
}

/** Features of a reader that are known; those that only say how the log is kept clean, or of types that are refused where such a column is asked for, are as good as none. */
const SOURCE_FEATURES = new Set([
  'columnMapping',
  'deletionVectors',
  'timestampNtz',
  'typeWidening',
  'typeWidening-preview',
  'v2Checkpoint',
  'vacuumProtocolCheck',
  'variantType',
  'variantType-preview',
  'variantShredding-preview',
  'variantShredding',
]);

/** What of the features that are not known keeps a table from being read, and how it becomes readable. */
const REMEDIES: Readonly<Record<string, string>> = {
  catalogManaged: 'its commits stand in a catalog: export it (CREATE TABLE ... AS SELECT into another Delta table)',
};

/** As checkReadable, of a table that is only read. @throws TableUnsupported */
export function checkSource(protocol: Protocol, metadata: Metadata): void {
  const { minReaderVersion, readerFeatures = [] } = protocol;
  const unknown = readerFeatures.filter((feature) => !SOURCE_FEATURES.has(feature));
  if (minReaderVersion > 3 || unknown.length > 0) {
    const [feature = ''] = unknown;
    throw new PlatformError(ERROR_NAMES.tableUnsupported, {
      problem: 'the table asks for features of its readers that are not known',
      got: unknown.length > 0 ? unknown.join(', ') : `reader version ${minReaderVersion}`,
      allowed: [...SOURCE_FEATURES].join(', '),
      hint: Object.hasOwn(REMEDIES, feature)
        ? REMEDIES[feature]
        : `drop the feature (ALTER TABLE ... DROP FEATURE '${feature}' TRUNCATE HISTORY), or deliver a copy as Parquet`,
    });
  }
  if (metadata.format.provider !== 'parquet')
    throw unsupported('the data files are not Parquet', metadata.format.provider);
}

/** @throws TableUnsupported when a commit of ours could break what the table promises. */
export function checkWritable(protocol: Protocol, metadata: Metadata, removesRows: boolean): void {
  const { minWriterVersion, writerFeatures } = protocol;
  if (minWriterVersion > PROTOCOL.minWriterVersion) {
    const features = writerFeatures?.join(', ') ?? WRITER_VERSIONS[minWriterVersion] ?? 'unknown';
    throw unsupported(`writing asks for: ${features}`, `writer version ${minWriterVersion}`);
  }
  const obstacle = unwritable(metadata.schemaString);
  if (obstacle !== undefined) throw unsupported('the table can be read, but not written to', obstacle);
  if (removesRows && metadata.configuration['delta.appendOnly'] === 'true') {
    throw unsupported('the table is append-only', 'delta.appendOnly = true');
  }
}

function unsupported(problem: string, got: string): PlatformError {
  return new PlatformError(ERROR_NAMES.tableUnsupported, {
    problem,
    got,
    allowed: 'Delta protocol reader 1, writer 2',
  });
}
