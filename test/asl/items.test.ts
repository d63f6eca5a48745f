import { describe, expect, it } from '@jest/globals';
import { lambda, LAMBDA, machineOf, memoryS3, run, type RunOptions } from './support.ts';

const States = { Show: { Type: 'Pass', End: true } };

/** A Map whose children give what they get. */
function map(fields: object, options: RunOptions = {}, Mode: 'INLINE' | 'DISTRIBUTED' = 'DISTRIBUTED') {
  const ItemProcessor = { ProcessorConfig: { Mode }, StartAt: 'Show', States };
  return run(machineOf({ Each: { Type: 'Map', ItemProcessor, End: true, ...fields } }), options);
}

/** Reads the object `file` of the bucket `b`, where the fields do not say otherwise. */
function read(body: string, fields: object, more: RunOptions = {}) {
  const ItemReader = { Resource: 'arn:aws:states:::s3:getObject', Arguments: { Bucket: 'b', Key: 'file' }, ...fields };
  return map({ ItemReader }, { s3: memoryS3({ 'b/file': body }), ...more });
}

function readCsv(body: string, config: object) {
  return read(body, { ReaderConfig: { InputType: 'CSV', ...config } });
}

const SAID = "An error occurred while executing the state 'Each' (entered at the event id #2). ";

describe.each(['INLINE', 'DISTRIBUTED'] as const)('the items of an %s Map', (mode) => {
  it('are Items, or the input', async () => {
    expect((await map({ Items: [1, '{% 2 %}'] }, { input: [9] }, mode)).output).toEqual([1, 2]);
    expect((await map({ Items: '{% $states.input.list %}' }, { input: { list: [1] } }, mode)).output).toEqual([1]);
    expect((await map({}, { input: ['a', null] }, mode)).output).toEqual(['a', null]);
  });

  it('are an array', async () => {
    const execution = await map({}, { input: { a: 1 } }, mode);
    expect([execution.error, execution.cause]).toEqual([
      'States.QueryEvaluationError',
      `${SAID}Map state input must be an array but was: {"a":1}`,
    ]);
    expect((await map({ Items: '{% "ab" %}' }, {}, mode)).cause).toBe(
      `${SAID}The JSONata expression '"ab"' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was 'string' for value: "ab"`,
    );
  });

  it('are seen through ItemSelector, which has the item and the state’s input', async () => {
    const ItemSelector = { i: '{% $states.context.Map.Item.Index %}', n: '{% $states.input.n %}' };
    const { output } = await map({ Items: ['a', 'b'], ItemSelector }, { input: { n: 7 } }, mode);
    expect(output).toEqual([
      { i: 0, n: 7 },
      { i: 1, n: 7 },
    ]);
    const broken = await map({ Items: ['a'], ItemSelector: '{% $error("no") %}' }, {}, mode);
    expect(broken.cause).toContain("specified for the field 'ItemSelector' threw");
  });

  it('are at most 262,144 bytes after ItemSelector', async () => {
    const selected = async (length: number) => {
      const fields = { Items: [1], ItemSelector: { text: '{% $states.input %}' }, Output: 'fine' };
      return (await map(fields, { input: 'x'.repeat(length) }, mode)).cause;
    };
    // {"text":"..."} is 11 bytes longer than the text.
    expect(await selected(262_133)).toBeUndefined();
    expect(await selected(262_134)).toBe(
      "The state/task 'Each' returned a result with a size exceeding the maximum number of bytes service limit.",
    );
  });
});

describe('ItemReader', () => {
  it('reads all items for a MaxItems of 0, and no more than it says', async () => {
    const items = async (MaxItems: unknown) =>
      (await read('[1,2,3]', { ReaderConfig: { InputType: 'JSON', MaxItems } })).output;
    expect(await items(0)).toEqual([1, 2, 3]);
    expect(await items(2)).toEqual([1, 2]);
    expect(await items(4)).toEqual([1, 2, 3]);
    expect(await items('{% 1 %}')).toEqual([1]);
  });

  it('wants a MaxItems that is a number and not negative', async () => {
    const failure = async (MaxItems: string) => {
      const { error, cause } = await read('[1]', { ReaderConfig: { InputType: 'JSON', MaxItems } });
      return [error, cause];
    };
    expect(await failure('{% -1 %}')).toEqual(['States.ItemReaderFailed', 'field MaxItems must be positive']);
    expect((await failure('{% "1" %}'))[1]).toContain("specified for the field 'ItemReader/ReaderConfig/MaxItems'");
  });

  it.each([
    [{ Bucket: 'b' }, 'ItemReader needs the argument Key, as text'],
    [{ Key: 'file' }, 'ItemReader needs the argument Bucket, as text'],
    [{ Bucket: 'b', Key: 1 }, 'ItemReader needs the argument Key, as text'],
    [[], 'ItemReader needs the argument Bucket, as text'],
    [null, 'ItemReader needs the argument Bucket, as text'],
  ])('cannot read with the Arguments %j', async (Arguments, complaint) => {
    const execution = await read('[1]', { Arguments, ReaderConfig: { InputType: 'JSON' } });
    expect([execution.error, execution.cause]).toEqual(['States.ItemReaderFailed', complaint]);
  });

  it('evaluates its Arguments', async () => {
    const fields = { ReaderConfig: { InputType: 'JSON' } };
    const Arguments = { Bucket: '{% $states.input.bucket %}', Key: 'file' };
    expect((await read('[1]', { ...fields, Arguments }, { input: { bucket: 'b' } })).output).toEqual([1]);
    expect((await read('[1]', { ...fields, Arguments })).cause).toContain(
      "for the field 'ItemReader/Arguments/Bucket'",
    );
  });

  it('fails by what is wrong with the text', async () => {
    const execution = await read('{"a"', { ReaderConfig: { InputType: 'JSONL' } });
    expect(execution.error).toBe('States.ItemReaderFailed');
    expect(execution.cause).toContain('JSON');
  });

  it('lists a whole bucket where no Prefix is given', async () => {
    const list = async (Arguments: object | null) => {
      const s3 = memoryS3({ 'b/in/1': 'one', 'b/other': '' });
      const ItemReader = { Resource: 'arn:aws:states:::s3:listObjectsV2', Arguments };
      const ItemSelector = '{% $states.context.Map.Item.Value.Key %}';
      const { output, cause } = await map({ ItemReader, ItemSelector }, { s3 });
      return output ?? cause;
    };
    expect(await list({ Bucket: 'b' })).toEqual(['in/1', 'other']);
    expect(await list({ Bucket: 'b', Prefix: 'in/' })).toEqual(['in/1']);
    expect(await list(null)).toBe('ItemReader needs the argument Bucket, as text');
  });
});

describe('a CSV file', () => {
  it.each([
    ['COMMA', 'a,b\n1,2\n'],
    ['PIPE', 'a|b\n1|2\n'],
    ['SEMICOLON', 'a;b\n1;2\n'],
    ['SPACE', 'a b\n1 2\n'],
    ['TAB', 'a\tb\n1\t2\n'],
    [undefined, 'a,b\n1,2\n'],
  ])('may be divided by %s', async (CSVDelimiter, body) => {
    const config = { CSVHeaderLocation: 'FIRST_ROW', ...(CSVDelimiter === undefined ? {} : { CSVDelimiter }) };
    expect((await readCsv(body, config)).output).toEqual([{ a: '1', b: '2' }]);
  });

  it('may have a byte order mark, empty lines, short and long rows', async () => {
    const body = '\uFEFFa,b\r\n1\r\n\r\n3,4,5\r\n';
    expect((await readCsv(body, { CSVHeaderLocation: 'FIRST_ROW' })).output).toEqual([
      { a: '1', b: '' },
      { a: '3', b: '4' },
    ]);
  });

  it('may be empty', async () => {
    expect((await readCsv('', { CSVHeaderLocation: 'FIRST_ROW' })).output).toEqual([]);
    expect((await readCsv('', { CSVHeaderLocation: 'GIVEN', CSVHeaders: ['a'] })).output).toEqual([]);
  });

  it('has no two columns of one name', async () => {
    const execution = await readCsv('a,a\n1,2\n', { CSVHeaderLocation: 'FIRST_ROW' });
    expect(execution.cause).toBe('CSV headers cannot contain duplicates.');
  });
});

describe('ItemBatcher', () => {
  it('takes its limits and its BatchInput from expressions', async () => {
    const ItemBatcher = {
      MaxItemsPerBatch: '{% $states.input.n %}',
      MaxInputBytesPerBatch: '{% 1000 %}',
      BatchInput: '{% $states.input %}',
    };
    const { output } = await map({ Items: [1, 2, 3], ItemBatcher }, { input: { n: 2 } });
    expect(output).toEqual([
      { BatchInput: { n: 2 }, Items: [1, 2] },
      { BatchInput: { n: 2 }, Items: [3] },
    ]);
  });

  it.each([
    ['MaxItemsPerBatch', 0],
    ['MaxItemsPerBatch', 1.5],
    ['MaxInputBytesPerBatch', -1],
  ])('%s is not %d', async (field, input) => {
    const ItemBatcher = { [field]: '{% $states.input %}' };
    const execution = await map({ Items: [1], ItemBatcher }, { input });
    expect(execution.cause).toBe(`${SAID}${field} must be a positive integer but was: ${input}`);
    expect(
      execution.events.find(({ type }) => type === 'EvaluationFailed')?.evaluationFailedEventDetails,
    ).toMatchObject({
      location: `ItemBatcher/${field}`,
    });
  });

  it('names its fields where they cannot be evaluated', async () => {
    const failing = async (field: string) =>
      (await map({ Items: [1], ItemBatcher: { MaxItemsPerBatch: 1, [field]: '{% $error("no") %}' } })).cause;
    expect(await failing('MaxItemsPerBatch')).toContain("for the field 'ItemBatcher/MaxItemsPerBatch'");
    expect(await failing('BatchInput')).toContain("for the field 'ItemBatcher/BatchInput'");
  });

  it('counts bytes of UTF-8, and fails for an item that fits in no batch', async () => {
    // {"Items":["éé"]} is 18 bytes long.
    const batched = async (MaxInputBytesPerBatch: number) =>
      map({ Items: ['éé'], ItemBatcher: { MaxInputBytesPerBatch } });
    expect((await batched(18)).output).toEqual([{ Items: ['éé'] }]);
    const execution = await batched(17);
    expect([execution.error, execution.cause]).toEqual([
      'States.DataLimitExceeded',
      "The state/task 'Each' returned a result with a size exceeding the maximum number of bytes service limit.",
    ]);
  });

  it('lets no child get more than 262,144 bytes, with or without it', async () => {
    const item = (bytes: number) => 'x'.repeat(bytes - 2);
    const error = async (bytes: number, fields: object) => {
      const options = { ...lambda(async () => null), s3: memoryS3({ 'b/file': JSON.stringify([item(bytes)]) }) };
      const ItemReader = {
        Resource: 'arn:aws:states:::s3:getObject',
        Arguments: { Bucket: 'b', Key: 'file' },
        ReaderConfig: { InputType: 'JSON' },
      };
      const Show = { Type: 'Task', Resource: LAMBDA, Arguments: {}, End: true };
      const ItemProcessor = { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'Show', States: { Show } };
      return (await map({ ItemReader, ItemProcessor, ...fields }, options)).error;
    };
    expect(await error(262_144, {})).toBeUndefined();
    expect(await error(262_145, {})).toBe('States.DataLimitExceeded');
    // {"Items":[...]} is 12 bytes longer than the item.
    expect(await error(262_132, { ItemBatcher: { MaxItemsPerBatch: 1 } })).toBeUndefined();
    expect(await error(262_133, { ItemBatcher: { MaxItemsPerBatch: 1 } })).toBe('States.DataLimitExceeded');
  });
});
