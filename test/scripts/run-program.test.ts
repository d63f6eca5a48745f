import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { outputOf, runProgram } from '../../scripts/run-program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const node = (code: string) => [process.execPath, '--eval', code];
const exitListeners = () => process.listenerCount('exit');

describe('a program', () => {
  afterEach(() => void jest.useRealTimers());

  it('gives what it printed', async () => {
    expect(await outputOf(node("console.log('a'); console.error('b')"), { limitSeconds: 100 })).toBe('a');
  });

  it('that fails is quoted, without its empty lines', async () => {
    const failing = node("console.log('a\\n'); console.error('no space left'); process.exit(3)");

    expect(await runProgram(failing, { limitSeconds: 100 })).toMatchObject({ exitCode: 3, stdout: 'a\n\n' });
    await expect(outputOf(failing, { limitSeconds: 100 })).rejects.toThrow(
      /failed with exit code 3; it said:\n(a\n)?no space left/,
    );
  });

  it('is quoted by its last 30 lines', async () => {
    const { tail } = await runProgram(node('for (let i = 1; i <= 40; i += 1) console.log(i)'), { limitSeconds: 100 });
    expect(tail.split('\n')).toHaveLength(30);
    expect(tail).toMatch(/^11\n[^]*\n40$/);
  });

  it('that hangs is ended, with what it has started', async () => {
    const file = join(await temporaryFolder(), 'started');
    const child = "require('child_process').spawn('sleep', ['1000'], { stdio: 'inherit' })";
    const write = `require('fs').writeFileSync(${JSON.stringify(file)}, 'x')`;
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'performance'] });
    const running = runProgram(node(`console.log('waiting'); ${child}; ${write}; setInterval(() => {}, 1000)`), {
      limitSeconds: 60,
    });
    const ended = expect(running).rejects.toThrow(/did not end within 60 s; it said:\nwaiting$/);
    while ((await readFile(file, 'utf8').catch(() => '')) === '') await new Promise((go) => setImmediate(go));
    jest.advanceTimersByTime(60_000);
    // Its streams close only when its child is gone too.
    await ended;
  });

  it('that is killed by somebody else was not late', async () => {
    await expect(runProgram(node("process.kill(process.pid, 'SIGTERM')"), { limitSeconds: 100 })).rejects.toThrow(
      /was ended by SIGTERM; it said:\n/,
    );
  });

  it('that is not there is an error, and leaves no listener behind', async () => {
    const before = exitListeners();
    await expect(runProgram(['no-such-program'], { limitSeconds: 100 })).rejects.toThrow('ENOENT');
    expect(exitListeners()).toBe(before);
  });
});
