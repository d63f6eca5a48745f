import { parquetMetadata, type SchemaElement } from 'hyparquet';
import { describe, expect, it } from '@jest/globals';
import { appendRows, ensureTable } from '../../tables/index.ts';
import { checkpointKey } from '../../tables/log/keys.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { options, PLAIN, plainRows } from './support.ts';

/** `name TYPE?`: optional with a question mark, repeated with a star, children in brackets. */
function described(elements: readonly SchemaElement[]): string {
  const left = [...elements];
  const next = (): string => {
    const { name, type, converted_type, num_children = 0, repetition_type } = left.shift()!;
    const children = Array.from({ length: num_children }, next).join(', ');
    const mark = repetition_type === 'OPTIONAL' ? '?' : '';
    const kind = converted_type ?? type ?? '';
    if (num_children === 0) return `${name} ${kind}${mark}`;
    return repetition_type === 'REPEATED' ? `${name}*(${children})` : `${name} ${kind}(${children})${mark}`;
  };
  return next();
}

describe('the file of a checkpoint', () => {
  it('has the columns that the protocol asks for', async () => {
    const location = { store: new MemoryStore('lake'), path: 't' };
    await ensureTable(location, PLAIN, { nowMs: 0 });
    for (let n = 1; n <= 10; n += 1) await appendRows(location, plainRows(n), options(n));
    const bytes = await location.store.read(checkpointKey(location, 10));
    const { schema } = parquetMetadata(new Uint8Array(bytes).buffer);
    const texts = (name: string): string => `${name} LIST(list*(element UTF8?))?`;
    const map = (name: string): string => `${name} MAP(key_value*(key UTF8, value UTF8?))?`;
    expect(described(schema)).toBe(
      [
        'checkpoint (txn (appId UTF8?, version INT64?, lastUpdated INT64?)?',
        `add (path UTF8?, ${map('partitionValues')}, size INT64?, modificationTime INT64?, dataChange BOOLEAN?, stats UTF8?)?`,
        `remove (path UTF8?, deletionTimestamp INT64?, dataChange BOOLEAN?, extendedFileMetadata BOOLEAN?, ${map('partitionValues')}, size INT64?)?`,
        `metaData (id UTF8?, name UTF8?, description UTF8?, format (provider UTF8?, ${map('options')})?, schemaString UTF8?, ${texts('partitionColumns')}, ${map('configuration')}, createdTime INT64?)?`,
        'protocol (minReaderVersion INT32?, minWriterVersion INT32?)?)',
      ].join(', '),
    );
  });
});
