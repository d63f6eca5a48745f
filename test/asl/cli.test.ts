import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { LAMBDA, machineOf } from './support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
let folder = '';

interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function asl(files: Readonly<Record<string, unknown>>, ...flags: readonly string[]): Promise<Result> {
  const args: string[] = [];
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, `${name}.json`);
    await writeFile(path, JSON.stringify(content));
    args.push(`--${name}`, path);
  }
  const command = ['scripts/cli.mjs', 'asl', ...args, ...flags];
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      command,
      { cwd: ROOT, env: { ...process.env, NODE_OPTIONS: '' } },
      (_, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

const calling = machineOf({
  Call: { Type: 'Task', Resource: LAMBDA, Retry: [{ ErrorEquals: ['Flaky'] }], End: true },
});

beforeAll(async () => {
  folder = await temporaryFolder();
});

describe('npm run asl', () => {
  it('prints the output', async () => {
    const definition = machineOf({ Add: { Type: 'Pass', Output: '{% $states.input.n + 1 %}', End: true } });
    const result = await asl({ definition, input: { n: 1 } });
    expect(result).toEqual({ code: 0, stdout: '2\n', stderr: '' });
  });

  it('prints error and cause, and exits with 1, when the execution fails', async () => {
    const { code, stdout } = await asl({ definition: machineOf({ No: { Type: 'Fail', Error: 'E', Cause: 'C' } }) });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({ status: 'FAILED', error: 'E', cause: 'C' });
  });

  it('prints the events with --history', async () => {
    const { stdout } = await asl({ definition: machineOf({ Done: { Type: 'Succeed' } }) }, '--history');
    expect(JSON.parse(stdout).events).toHaveLength(4);
    expect(JSON.parse(stdout).events[3]).toMatchObject({ id: 4, previousEventId: 3, type: 'ExecutionSucceeded' });
  });

  it('answers Tasks from a mock, call by call', async () => {
    const mock = { Call: [{ Throw: { Error: 'Flaky' } }, { Return: { fine: true } }] };
    expect(JSON.parse((await asl({ definition: calling, mock })).stdout)).toEqual({ fine: true });
    const short = await asl({ definition: calling, mock: { Call: [{ Throw: { Error: 'Flaky' } }] } });
    expect(short.code).toBe(1);
    expect(short.stdout).toContain("the mock holds 1 answers for the state 'Call', which was called once more");
  });

  it('says what is missing, and exits with 2, when it cannot start', async () => {
    const unanswered = await asl({ definition: calling });
    expect(unanswered).toMatchObject({ code: 2, stdout: '' });
    expect(unanswered.stderr).toContain("Task states need an answer in --mock FILE; there is none for 'Call'");
    const refused = await asl({ definition: { StartAt: 'S', States: { S: { Type: 'Pass', End: true } } } });
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('JSONPath states are not supported');
  });

  it('refuses what AWS would refuse or warn of, by its words, before anything runs', async () => {
    const bare = await asl({ definition: machineOf({ A: { Type: 'Pass', Output: '{% phone %}', End: true } }) });
    expect(bare).toMatchObject({ code: 2, stdout: '' });
    expect(bare.stderr).toBe(
      "the state machine 'definition' cannot be run:\n- UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'phone' at the top level is not supported. at /States/A/Output\n",
    );
    const unknown = await asl({ definition: machineOf({ A: { Type: 'Pass', Output: '{% $phone %}', End: true } }) });
    expect(unknown.stderr).toContain(
      "- POSSIBLY_UNDEFINED_VARIABLE: Variable 'phone' is possibly not defined. at /States/A/Output\n",
    );
    const waiting = machineOf({ Call: { Type: 'Task', Resource: `${LAMBDA}.waitForTaskToken`, End: true } });
    const express = await asl({ definition: waiting, mock: { Call: { Return: 1 } } }, '--type', 'EXPRESS');
    expect(express.stderr).toContain("Express state machine does not support '.waitForTaskToken' service integration");
  });

  it('reads and writes objects in the folders of --s3', async () => {
    const root = join(folder, 's3');
    await mkdir(join(root, 'in', 'some'), { recursive: true });
    await mkdir(join(root, 'out'));
    await writeFile(join(root, 'in', 'some', 'items.json'), '[1,2]');
    await writeFile(join(root, 'in', 'other.json'), '[]');
    const map = (resource: string, Arguments: object, more: object = {}) =>
      machineOf({
        M: {
          Type: 'Map',
          ItemReader: { Resource: `arn:aws:states:::s3:${resource}`, Arguments, ...more },
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
            ...{ StartAt: 'P', States: { P: { Type: 'Pass', Output: '{% $states.input %}', End: true } } },
          },
          ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: 'out', Prefix: 'run' } },
          End: true,
        },
      });
    const json = { ReaderConfig: { InputType: 'JSON' } };
    const read = await asl(
      { definition: map('getObject', { Bucket: 'in', Key: 'some/items.json' }, json) },
      '--s3',
      root,
    );
    const { Bucket, Key } = JSON.parse(read.stdout).ResultWriterDetails;
    expect([read.code, Bucket]).toEqual([0, 'out']);
    const manifest = JSON.parse(await readFile(join(root, 'out', Key), 'utf8'));
    const [written] = manifest.ResultFiles.SUCCEEDED;
    expect(JSON.parse(await readFile(join(root, 'out', written.Key), 'utf8'))).toHaveLength(2);
    expect(await readdir(join(root, 'out'))).toEqual(['run']);

    const listed = await asl({ definition: map('listObjectsV2', { Bucket: 'in', Prefix: 'some/' }) }, '--s3', root);
    expect(listed.code).toBe(0);
    const missing = await asl({ definition: map('getObject', { Bucket: 'in', Key: 'none' }, json) }, '--s3', root);
    expect(JSON.parse(missing.stdout)).toMatchObject({
      error: 'States.ItemReaderFailed',
      cause: 'The specified key does not exist.',
    });
    const outside = await asl({ definition: map('getObject', { Bucket: 'in', Key: '../x' }, json) }, '--s3', root);
    expect(outside.stdout).toContain('lies outside of the folder');
    const without = await asl({ definition: map('listObjectsV2', { Bucket: 'in' }) });
    expect(without.stderr).toContain('was given no s3 (--s3 FOLDER of npm run asl) at /States/M');
  });

  it('explains itself with --help', async () => {
    const { code, stdout } = await asl({}, '--help');
    expect(code).toBe(0);
    expect(stdout).toContain('--definition FILE');
  });
});
