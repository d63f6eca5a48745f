import { describe, expect, it } from '@jest/globals';
import { machineOf, memoryS3, problemsOf } from './support.ts';

const pass = { Type: 'Pass', End: true };
const AT_CONFIG = 'at /States/S/ItemReader/ReaderConfig';
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
    [{ Label: 'L' }, "SCHEMA_VALIDATION_FAILED: the field 'Label' needs ProcessorConfig.Mode DISTRIBUTED at /States/S"],
    [
      batching(1),
      "SCHEMA_VALIDATION_FAILED: the field 'ItemBatcher' needs ProcessorConfig.Mode DISTRIBUTED at /States/S",
    ],
    [
      reading({ InputType: 'JSON' }),
      "SCHEMA_VALIDATION_FAILED: the field 'ItemReader' needs ProcessorConfig.Mode DISTRIBUTED at /States/S",
    ],
    [writing, "SCHEMA_VALIDATION_FAILED: the field 'ResultWriter' needs ProcessorConfig.Mode DISTRIBUTED at /States/S"],
    [{ Iterator: {} }, "NOT_SUPPORTED_HERE: the field 'Iterator' is not implemented at /States/S"],
  ])('the inline Map %j', (fields, problem) => {
    const ItemProcessor = { StartAt: 'I', States: { I: pass } };
    const machine = machineOf({ S: { Type: 'Map', ItemProcessor, End: true, ...fields } });
    expect(problemsOf(machine, { s3: memoryS3({}) })).toEqual([problem]);
  });

  it.each([
    [{ Items: [1], ...reading({ InputType: 'JSON' }) }, 'has both Items and ItemReader at /States/S'],
    [batching(), 'needs MaxItemsPerBatch or MaxInputBytesPerBatch at /States/S/ItemBatcher'],
    [reading(), `These fields are required: [InputType] ${AT_CONFIG}`],
    [reading({ InputType: 'JSON' }, 'listObjectsV2'), `Field 'InputType' is not supported ${AT_CONFIG}`],
    [reading({ InputType: 'CSV' }), `These fields are required: [CSVHeaderLocation] ${AT_CONFIG}`],
    [reading({ InputType: 'CSV', CSVHeaderLocation: 'GIVEN' }), `These fields are required: [CSVHeaders] ${AT_CONFIG}`],
    [
      reading({ InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW', CSVHeaders: ['a'] }),
      `Field 'CSVHeaders' is not supported ${AT_CONFIG}`,
    ],
    [
      reading({ InputType: 'JSON', CSVHeaderLocation: 'FIRST_ROW' }),
      `Field 'CSVHeaderLocation' is not supported ${AT_CONFIG}`,
    ],
    [reading({ InputType: 'JSON', CSVHeaders: ['a'] }), `Field 'CSVHeaders' is not supported ${AT_CONFIG}`],
    [reading({ InputType: 'JSONL', CSVDelimiter: 'TAB' }), `Field 'CSVDelimiter' is not supported ${AT_CONFIG}`],
  ])('the distributed Map %j', (fields, problem) => {
    expect(problemsOf(distributed(fields), { s3: memoryS3({}) })).toEqual([`SCHEMA_VALIDATION_FAILED: ${problem}`]);
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
    const without = [
      'NOT_SUPPORTED_HERE: reads or writes S3 objects, but the interpreter was given no s3 (--s3 FOLDER of npm run asl) at /States/S',
    ];
    expect(problemsOf(distributed(reading({ InputType: 'JSON' })))).toEqual(without);
    expect(problemsOf(distributed(writing))).toEqual(without);
    expect(problemsOf(distributed(reading({ InputType: 'PARQUET' })))[0]).toMatch(
      /^SCHEMA_VALIDATION_FAILED: .*JSON.* at \/States\/S\/ItemReader\/ReaderConfig\/InputType$/,
    );
    expect(problemsOf(distributed(reading({}, 'putObject')))[0]).toMatch(/ at \/States\/S\/ItemReader\/Resource$/);
    const { Resource } = writing.ResultWriter;
    expect(problemsOf(distributed({ ResultWriter: { Resource } }))).toEqual([
      'SCHEMA_VALIDATION_FAILED: is missing at /States/S/ResultWriter/Arguments',
    ]);
  });
});
