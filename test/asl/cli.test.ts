import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
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

  it('explains itself with --help', async () => {
    const { code, stdout } = await asl({}, '--help');
    expect(code).toBe(0);
    expect(stdout).toContain('--definition FILE');
  });
});
