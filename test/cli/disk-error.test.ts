import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { diskError } from '../../cli/disk-error.ts';
import { replayCommand } from '../../cli/replay/command.ts';
import { runCommand } from '../../cli/run-command.ts';

/** As Node words what the system refuses. */
function refused(code: string, message: string): Error {
  return Object.assign(new Error(`${code}: ${message}`), { code });
}

describe('what a disk refuses', () => {
  it.each([
    ['EACCES', "permission denied, mkdir '/data/out'", 'give a folder that you may write in'],
    ['EROFS', "read-only file system, mkdir '/data/out'", 'give a folder on a disk that can be written'],
    ['ENOSPC', 'no space left on device, write', 'make room on the disk'],
  ])('%s is told with what helps', (code, message, hint) => {
    expect(diskError(refused(code, message))).toEqual({
      name: code,
      message: expect.stringContaining(`${message}; hint: ${hint}`),
    });
  });

  it.each([[refused('ENOENT', 'no such file')], [refused('toString', 'x')], [new Error('EACCES')], ['EACCES']])(
    'is not %s',
    (error) => {
      expect(diskError(error)).toBeUndefined();
    },
  );
});

describe('a command that a disk refuses', () => {
  const { argv } = process;
  const write = process.stderr.write.bind(process.stderr);
  let said = '';
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'disk-error-'));
    const data = join(folder, 'a.csv');
    await writeFile(data, 'day,value\n');
    process.argv = ['node', 'replay', '--data', data, '--timestamp', 'day', '--target', 'value', '--out', folder];
    said = '';
    process.stderr.write = (piece: string | Uint8Array) => (said += String(piece)) !== '';
  });
  afterEach(async () => {
    process.argv = argv;
    process.stderr.write = write;
    process.exitCode = undefined;
    await rm(folder, { recursive: true });
  });

  it('says so in words, not by a stack, and ends with 1', async () => {
    await runCommand(replayCommand, () => Promise.reject(refused('EACCES', "permission denied, mkdir '/data/out'")));
    expect(said).toMatch(
      /^EACCES: permission denied, mkdir '\/data\/out'\n {2}hint {5}give a folder that you may write/,
    );
    expect(said).not.toContain('    at ');
    expect(process.exitCode).toBe(1);
  });
});
