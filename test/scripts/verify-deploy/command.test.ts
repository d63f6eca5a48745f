import { describe, expect, it } from '@jest/globals';
import { lastLines, runCommandLine } from '../../../scripts/verify-deploy/command.ts';

const env = process.env;

describe('a command under a time limit', () => {
  it('gives both streams and the exit code', async () => {
    const command = [process.execPath, '-e', "console.log('out'); console.error('err'); process.exitCode = 3"] as const;
    expect(await runCommandLine({ command, env, limitSeconds: 60 })).toEqual({
      stdout: 'out\n',
      stderr: 'err\n',
      exitCode: 3,
    });
  });

  it('is ended when it hangs, with what it started, and its last words are told', async () => {
    const script =
      "require('child_process').spawn('sleep', ['600'], { stdio: 'inherit' }); console.log('waiting for nothing'); setInterval(() => {}, 1000)";
    const command = [process.execPath, '-e', script] as const;
    // The command's streams close only when its child is gone too.
    await expect(runCommandLine({ command, env, limitSeconds: 3 })).rejects.toThrow(
      /did not end within 3 s; its last lines:\nwaiting for nothing$/,
    );
  });

  it('tells each line as it comes', async () => {
    const lines: string[] = [];
    const command = [process.execPath, '-e', "console.log('a\\n\\nb')"] as const;
    await runCommandLine({ command, env, limitSeconds: 60, onLine: (line) => lines.push(line) });
    expect(lines).toEqual(['a', 'b']);
  });
});

it('quotes the end of a text without its empty lines', () => {
  expect(lastLines('1\n\n2\n3\n', 2)).toBe('2\n3');
});
