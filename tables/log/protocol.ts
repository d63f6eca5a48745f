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
