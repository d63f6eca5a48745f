import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../../asl/index.ts';
import {
  eventOf,
  lambda,
  LAMBDA,
  machineOf,
  memoryS3,
  named,
  run,
  secondsOf,
  typesOf,
  type RunOptions,
} from './support.ts';

const double = { Double: { Type: 'Pass', Output: '{% $states.input %}', End: true } };
const call = { Call: { Type: 'Task', Resource: LAMBDA, Arguments: '{% $states.input %}', End: true } };

function distributed(fields: object, states: Record<string, object> = double): object {
  const ItemProcessor = { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: Object.keys(states)[0], States: states };
  return machineOf({ Each: { Type: 'Map', ItemProcessor, End: true, ...fields } });
}

function reader(ReaderConfig: object, action = 'getObject'): object {
  return { Resource: `arn:aws:states:::s3:${action}`, Arguments: { Bucket: 'b', Key: 'file' }, ReaderConfig };
}

async function read(body: string, config: object): Promise<Json | undefined> {
  const s3 = memoryS3({ 'b/file': body });
  return (await run(distributed({ ItemReader: reader(config) }), { s3 })).output;
}

/** A function that fails for the items in the list. */
function failingFor(bad: readonly Json[]): RunOptions {
  return lambda(async ({ arguments: item }) => {
    if (bad.includes(item)) throw named('Bad', `item ${JSON.stringify(item)}`);
    return item;
  });
}

describe('a distributed Map', () => {
  it('reads JSON, JSON lines and CSV from S3', async () => {
    expect(await read('[1,{"a":2}]', { InputType: 'JSON' })).toEqual([1, { a: 2 }]);
    expect(await read('1\n{"a":2}\n', { InputType: 'JSONL' })).toEqual([1, { a: 2 }]);
    const rows = [
      { id: '1', note: 'a, b' },
      { id: '2', note: '' },
    ];
    expect(await read('id,note\r\n1,"a, b"\r\n2\r\n', { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' })).toEqual(
      rows,
    );
    const given = {
      InputType: 'CSV',
      CSVHeaderLocation: 'GIVEN',
      CSVHeaders: ['id'],
      CSVDelimiter: 'TAB',
      MaxItems: 1,
    };
    expect(await read('7\tignored\n8\tignored\n', given)).toEqual([{ id: '7' }]);
  });

  it('reads the objects under a prefix', async () => {
    const ItemReader = {
      Resource: 'arn:aws:states:::s3:listObjectsV2',
      Arguments: { Bucket: 'b', Prefix: 'in/' },
    };
    const s3 = memoryS3({ 'b/in/1': 'one', 'b/in/2': 'two', 'b/other': '' });
    const execution = await run(distributed({ ItemReader, ItemSelector: '{% $states.context.Map.Item.Value.Key %}' }), {
      s3,
    });
    expect(execution.output).toEqual(['in/1', 'in/2']);
  });

  it('fails by States.ItemReaderFailed when the object is missing or no list', async () => {
    const s3 = memoryS3({ 'b/file': '{"a":1}' });
    const execution = await run(distributed({ ItemReader: reader({ InputType: 'JSON' }) }), { s3 });
    expect(execution.error).toBe('States.ItemReaderFailed');
    expect(execution.cause).toBe('Attempting to map over non-iterable node.');
    expect(typesOf(execution).slice(-3)).toEqual(['MapRunFailed', 'MapStateFailed', 'ExecutionFailed']);
    const missing = await run(distributed({ ItemReader: reader({ InputType: 'JSON' }) }), { s3: memoryS3({}) });
    expect(missing.cause).toBe('The specified key does not exist.');
  });

  it('batches items by number and by bytes, with the BatchInput in each', async () => {
    const Items = ['aa', 'bb', 'cc', 'dd', 'ee'];
    const byNumber = await run(
      distributed({ Items, ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { n: '{% 1+1 %}' } } }),
    );
    expect(byNumber.output).toEqual([
      { BatchInput: { n: 2 }, Items: ['aa', 'bb'] },
      { BatchInput: { n: 2 }, Items: ['cc', 'dd'] },
      { BatchInput: { n: 2 }, Items: ['ee'] },
    ]);
    // {"Items":["aa","bb","cc"]} is 26 bytes long.
    const byBytes = async (MaxInputBytesPerBatch: number) =>
      (await run(distributed({ Items, ItemBatcher: { MaxInputBytesPerBatch } }))).output;
    expect(await byBytes(26)).toEqual([{ Items: ['aa', 'bb', 'cc'] }, { Items: ['dd', 'ee'] }]);
    expect(await byBytes(25)).toEqual([{ Items: ['aa', 'bb'] }, { Items: ['cc', 'dd'] }, { Items: ['ee'] }]);
  });

  it('loses, repeats and reorders no item, whatever the batches', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string(), { maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 80, max: 200 }),
        async (Items, MaxItemsPerBatch, MaxInputBytesPerBatch) => {
          const items = Items.filter((item) => !item.startsWith('{%'));
          const ItemBatcher = { MaxItemsPerBatch, MaxInputBytesPerBatch };
          const { output } = await run(distributed({ Items: items, ItemBatcher, MaxConcurrency: 3 }));
          const batches = output as readonly { readonly Items: readonly Json[] }[];
          expect(batches.flatMap((batch) => batch.Items)).toEqual(items);
          for (const batch of batches) {
            expect(batch.Items.length).toBeLessThanOrEqual(MaxItemsPerBatch);
            expect(Buffer.byteLength(JSON.stringify(batch))).toBeLessThanOrEqual(MaxInputBytesPerBatch);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('gives every item an execution and a history of its own', async () => {
    const arns = new Set<string>();
    const execution = await run(distributed({ Items: [1, 2, 3], Label: 'Items' }), {
      onEvent: ({ arn }) => void arns.add(arn),
    });
    expect(typesOf(execution)).toEqual([
      'ExecutionStarted',
      'MapStateEntered',
      'MapStateStarted',
      'MapRunStarted',
      'MapRunSucceeded',
      'MapStateSucceeded',
      'MapStateExited',
      'ExecutionSucceeded',
    ]);
    const children = [...arns].filter((arn) => arn.includes(':execution:machine/Items:'));
    expect(children).toHaveLength(3);
  });

  it('fails on the first failure, unless failures are tolerated by count or percentage', async () => {
    const items = { Items: [1, 2, 3, 4] };
    const bad = failingFor([2, 3]);
    const tolerate = (fields: object) => run(distributed({ ...items, ...fields }, call), bad);
    expect((await tolerate({})).error).toBe('States.ExceedToleratedFailureThreshold');
    expect((await tolerate({ ToleratedFailureCount: 1 })).error).toBe('States.ExceedToleratedFailureThreshold');
    expect((await tolerate({ ToleratedFailurePercentage: 49 })).error).toBe('States.ExceedToleratedFailureThreshold');
    expect((await tolerate({ ToleratedFailureCount: 2 })).status).toBe('SUCCEEDED');
    const { output } = await tolerate({ ToleratedFailurePercentage: '{% 50 %}' });
    expect(output).toMatchObject([1, { Error: 'Bad' }, { Error: 'Bad' }, 4]);
  });

  it('says in its history how many items it was given, and which map run it is', async () => {
    const given = await run(distributed({ Items: [1, 2, 3], Label: 'Items' }));
    expect(eventOf(given, 'MapStateStarted').mapStateStartedEventDetails).toEqual({ length: 3 });
    const { mapRunArn } = eventOf(given, 'MapRunStarted').mapRunStartedEventDetails;
    expect(mapRunArn).toMatch(/^arn:aws:states:eu-west-1:111122223333:mapRun:machine\/Items:[0-9a-f-]{36}$/);
    const s3 = memoryS3({ 'b/file': '[1,2,3]' });
    const read = await run(distributed({ ItemReader: reader({ InputType: 'JSON' }) }), { s3 });
    expect(eventOf(read, 'MapStateStarted').mapStateStartedEventDetails).toEqual({ length: 0 });
    const unnamed = eventOf(read, 'MapRunStarted').mapRunStartedEventDetails;
    expect(unnamed.mapRunArn).toMatch(/:mapRun:machine\/[0-9a-f-]{36}:[0-9a-f-]{36}$/);
  });

  it('draws random values of its own in every child', async () => {
    const states = { Draw: { Type: 'Pass', Output: '{% $uuid() %}', End: true } };
    const draw = async () => (await run(distributed({ Items: [1, 2, 3] }, states))).output;
    expect(new Set((await draw()) as string[]).size).toBe(3);
    expect(await draw()).toEqual(await draw());
  });

  it('has null for what a tolerated failure does not say', async () => {
    const silent = { No: { Type: 'Fail' } };
    const { output } = await run(distributed({ Items: [1], ToleratedFailureCount: 1 }, silent));
    expect(output).toEqual([{ Error: null, Cause: null }]);
  });

  it('starts nothing more once too many have failed, and stops what is under way', async () => {
    const started: Json[] = [];
    const handler = lambda(async ({ arguments: item, sleep }) => {
      await sleep(item === 1 ? 1000 : 10_000);
      if (item === 1) throw named('Bad');
    });
    const execution = await run(distributed({ Items: [0, 1, 2, 3], MaxConcurrency: 2, Label: 'Items' }, call), {
      ...handler,
      onEvent: ({ arn, input }, { type }) =>
        void (arn.includes('/Items:') && type === 'ExecutionStarted' && started.push(input)),
    });
    expect(execution.error).toBe('States.ExceedToleratedFailureThreshold');
    expect(started).toEqual([0, 1]);
    expect(secondsOf(execution, 'ExecutionFailed')).toEqual([1]);
  });

  it('keeps the variables of the parent from its children', async () => {
    const states = { See: { Type: 'Pass', Output: '{% $exists($outer) %}', End: true } };
    const machine = distributed({ Items: [1] }, states) as { States: Record<string, object> };
    const withVariable = {
      ...machine,
      StartAt: 'Set',
      States: { Set: { Type: 'Pass', Assign: { outer: 1 }, Next: 'Each' }, ...machine.States },
    };
    expect((await run(withVariable)).output).toEqual([false]);
  });
});
