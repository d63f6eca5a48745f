import { describe, expect, it } from '@jest/globals';
import { machineOf, memoryS3, problemsOf } from './support.ts';

const pass = { Type: 'Pass', End: true };
const writing = { ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Arguments: {} } };

function reading(ReaderConfig?: object, action = 'getObject') {
  const ItemReader = { Resource: `arn:aws:states:::s3:${action}`, Arguments: {} };
  return { ItemReader: { ...ItemReader, ...(ReaderConfig === undefined ? {} : { ReaderConfig }) } };
}

function batching(MaxItemsPerBatch?: number) {
  return { ItemBatcher: { BatchInput: 1, ...(MaxItemsPerBatch === undefined ? {} : { MaxItemsPerBatch }) } };
}

function distributed(fields: object): object {
  const ItemProcessor = { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'I', States: { I: pass } };
  return machineOf({ S: { Type: 'Map', ItemProcessor, End: true, ...fields } });
}

describe('before anything runs, the interpreter refuses', () => {
  it.each([
    [{ Label: 'L' }, "States.S: the field 'Label' needs ProcessorConfig.Mode DISTRIBUTED"],
    [batching(1), "States.S: the field 'ItemBatcher' needs ProcessorConfig.Mode DISTRIBUTED"],
    [reading({ InputType: 'JSON' }), "States.S: the field 'ItemReader' needs ProcessorConfig.Mode DISTRIBUTED"],
    [writing, "States.S: the field 'ResultWriter' needs ProcessorConfig.Mode DISTRIBUTED"],
    [{ Iterator: {} }, "States.S: the field 'Iterator' is not supported"],
  ])('the inline Map %j', (fields, problem) => {
    const ItemProcessor = { StartAt: 'I', States: { I: pass } };
    const machine = machineOf({ S: { Type: 'Map', ItemProcessor, End: true, ...fields } });
    expect(problemsOf(machine, { s3: memoryS3({}) })).toEqual([problem]);
  });

  it.each([
    [{ Items: [1], ...reading({ InputType: 'JSON' }) }, 'has both Items and ItemReader'],
    [batching(), 'ItemBatcher: needs MaxItemsPerBatch or MaxInputBytesPerBatch'],
    [reading(), 'ItemReader.ReaderConfig: needs InputType'],
    [reading({ InputType: 'JSON' }, 'listObjectsV2'), 'ItemReader.ReaderConfig: a listing has no InputType'],
    [reading({ InputType: 'CSV' }), 'ItemReader.ReaderConfig: CSV needs CSVHeaderLocation'],
    [
      reading({ InputType: 'CSV', CSVHeaderLocation: 'GIVEN' }),
      'ItemReader.ReaderConfig: CSVHeaders go with CSVHeaderLocation GIVEN',
    ],
    [
      reading({ InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW', CSVHeaders: ['a'] }),
      'ItemReader.ReaderConfig: CSVHeaders go with CSVHeaderLocation GIVEN',
    ],
    [
      reading({ InputType: 'JSON', CSVHeaderLocation: 'FIRST_ROW' }),
      'ItemReader.ReaderConfig: CSV fields need InputType CSV',
    ],
    [reading({ InputType: 'JSON', CSVHeaders: ['a'] }), 'ItemReader.ReaderConfig: CSV fields need InputType CSV'],
    [reading({ InputType: 'JSONL', CSVDelimiter: 'TAB' }), 'ItemReader.ReaderConfig: CSV fields need InputType CSV'],
  ])('the distributed Map %j', (fields, problem) => {
    expect(problemsOf(distributed(fields), { s3: memoryS3({}) })).toEqual([`States.S: ${problem}`]);
  });

  it.each([
    [reading({ InputType: 'JSON' })],
    [reading({ InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW', CSVDelimiter: 'TAB' })],
    [reading(undefined, 'listObjectsV2')],
    [reading({ MaxItems: 1 }, 'listObjectsV2')],
    [{ ItemBatcher: { MaxInputBytesPerBatch: 1 }, Label: 'L', ...writing }],
  ])('nothing of the distributed Map %j', (fields) => {
    expect(problemsOf(distributed(fields), { s3: memoryS3({}) })).toEqual([]);
  });

  it('a Map that reads or writes without an S3, or what it does not implement', () => {
    const without = ['States.S: reads or writes S3 objects, but the interpreter was given no s3'];
    expect(problemsOf(distributed(reading({ InputType: 'JSON' })))).toEqual(without);
    expect(problemsOf(distributed(writing))).toEqual(without);
    expect(problemsOf(distributed(reading({ InputType: 'PARQUET' })))[0]).toMatch(
      /^States\.S\.ItemReader\.ReaderConfig\.InputType: .*JSON/,
    );
    expect(problemsOf(distributed(reading({}, 'putObject')))[0]).toMatch(/^States\.S\.ItemReader\.Resource: /);
    const { Resource } = writing.ResultWriter;
    expect(problemsOf(distributed({ ResultWriter: { Resource } }))).toEqual([
      'States.S.ResultWriter.Arguments: is missing',
    ]);
  });
});
