import { describe, expect, it } from '@jest/globals';
import { outputOf, runProgram } from '../../../scripts/verify-image/program.ts';

const node = (code: string) => [process.execPath, '--eval', code];

describe('a program', () => {
  it('gives what it printed', async () => {
    expect(await outputOf(node("console.log('a'); console.error('b')"), { limitSeconds: 100 })).toBe('a');
  });

  it('that fails is quoted', async () => {
    const failing = node("console.log('a'); console.error('no space left'); process.exit(3)");

    expect(await runProgram(failing, { limitSeconds: 100 })).toMatchObject({ exitCode: 3, stdout: 'a\n' });
    await expect(outputOf(failing, { limitSeconds: 100 })).rejects.toThrow(
      /failed with exit code 3; it said:\n(a\n)?no space left/,
    );
  });

  it('that hangs is ended, with what it has started', async () => {
    const child = "require('child_process').spawn('sleep', ['1000'], { stdio: 'inherit' })";
    await expect(runProgram(node(`console.log('waiting'); ${child}`), { limitSeconds: 2 })).rejects.toThrow(
      /was ended after \d+ s; allowed: 2 s; it said:\n/,
    );
  });

  it('that is not there is an error', async () => {
    await expect(runProgram(['no-such-program'], { limitSeconds: 100 })).rejects.toThrow('ENOENT');
  });
});
