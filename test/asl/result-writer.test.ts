import { describe, expect, it } from '@jest/globals';
import { StateFailure, type S3Objects } from '../../asl/index.ts';
import { eventOf, lambda, LAMBDA, machineOf, memoryS3, run, typesOf } from './support.ts';

const MAP_RUN = 'arn:aws:states:eu-west-1:111122223333:mapRun:machine/Items:';

/** A distributed Map over the items, which fails for 2 and tolerates that. */
function writing(
  Arguments: unknown,
  { Items = [1, 2, 3], s3 = memoryS3({}) }: { Items?: number[]; s3?: S3Objects } = {},
) {
  const Call = { Type: 'Task', Resource: LAMBDA, Arguments: '{% $states.input %}', End: true };
  const ItemProcessor = { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'Call', States: { Call } };
  const ResultWriter = { Resource: 'arn:aws:states:::s3:putObject', Arguments };
  const fields = { Items, Label: 'Items', ResultWriter, ToleratedFailureCount: 1, ItemProcessor };
  return run(machineOf({ Each: { Type: 'Map', ...fields, End: true } }), {
    ...lambda(async ({ arguments: item }) => {
      if (item === 2) throw new StateFailure({ error: 'Bad', cause: 'it is 2' });
      return item;
    }),
    input: { bucket: 'out' },
    s3,
  });
}

describe('ResultWriter', () => {
  it('writes what succeeded, what failed, and a manifest that names both', async () => {
    const s3 = memoryS3({});
    const execution = await writing({ Bucket: '{% $states.input.bucket %}', Prefix: 'runs' }, { s3 });
    const { mapRunArn } = eventOf(execution, 'MapRunStarted').mapRunStartedEventDetails;
    const id = String(mapRunArn).slice(MAP_RUN.length);
    expect(mapRunArn).toBe(MAP_RUN + id);
    const [failed, manifest, succeeded] = ['FAILED_0', 'manifest', 'SUCCEEDED_0'].map(
      (name) => `runs/${id}/${name}.json`,
    );
    expect(execution.output).toEqual({ MapRunArn: mapRunArn, ResultWriterDetails: { Bucket: 'out', Key: manifest } });
    expect(Object.keys(s3.objects).sort()).toEqual([`out/${failed}`, `out/${succeeded}`, `out/${manifest}`].sort());
    const file = (Key: string) => ({ Key, Size: s3.objects[`out/${Key}`].length });
    expect(JSON.parse(s3.objects[`out/${manifest}`])).toEqual({
      DestinationBucket: 'out',
      MapRunArn: mapRunArn,
      ResultFiles: { FAILED: [file(failed)], PENDING: [], SUCCEEDED: [file(succeeded)] },
    });
    expect(JSON.parse(s3.objects[`out/${succeeded}`])).toMatchObject([
      { Status: 'SUCCEEDED', Input: '1', Output: '1' },
      { Status: 'SUCCEEDED', Input: '3', Output: '3' },
    ]);
    expect(JSON.parse(s3.objects[`out/${failed}`])).toMatchObject([
      { Status: 'FAILED', Input: '2', Error: 'Bad', Cause: 'it is 2' },
    ]);
  });

  it('writes no file for what there is none of, and no folder for no Prefix', async () => {
    const s3 = memoryS3({});
    const execution = await writing({ Bucket: 'out' }, { Items: [], s3 });
    const { Key } = (execution.output as { ResultWriterDetails: { Key: string } }).ResultWriterDetails;
    expect(Key).toMatch(/^[0-9a-f-]{36}\/manifest\.json$/);
    expect(Object.keys(s3.objects)).toEqual([`out/${Key}`]);
    expect(JSON.parse(s3.objects[`out/${Key}`]).ResultFiles).toEqual({ FAILED: [], PENDING: [], SUCCEEDED: [] });
  });

  it.each([[{}], [{ Bucket: 1 }], [{ Bucket: 'out', Prefix: 1 }], [null], [[]]])(
    'cannot write with the Arguments %j',
    async (Arguments) => {
      const execution = await writing(Arguments);
      expect([execution.error, execution.cause]).toEqual([
        'States.ResultWriterFailed',
        'ResultWriter needs the argument Bucket, and Prefix if given, as text',
      ]);
      expect(typesOf(execution).slice(-3)).toEqual(['MapRunFailed', 'MapStateFailed', 'ExecutionFailed']);
    },
  );

  it('fails by what the write says', async () => {
    const s3 = { ...memoryS3({}), putObject: () => Promise.reject(new Error('Access Denied')) };
    const execution = await writing({ Bucket: 'out' }, { s3 });
    expect([execution.error, execution.cause]).toEqual(['States.ResultWriterFailed', 'Access Denied']);
  });

  it('names its Arguments where they cannot be evaluated, before any child starts', async () => {
    const execution = await writing({ Bucket: '{% $error("no") %}' });
    expect(execution.cause).toContain("for the field 'ResultWriter/Arguments/Bucket'");
    expect(typesOf(execution)).not.toContain('MapStateStarted');
  });
});
