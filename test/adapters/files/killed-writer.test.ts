import { once } from 'node:events';
import { fork } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { localObjectStore } from '../../../adapters/files/object-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const WRITER = fileURLToPath(new URL('killed-writer.mts', import.meta.url));
const MEBIBYTE = 1024 * 1024;

it('a process that is killed while it writes leaves whole objects, and none that is half there', async () => {
  const root = await temporaryFolder();
  const writer = fork(WRITER, [root], { execArgv: ['--import', 'tsx'] });
  await once(writer, 'message');
  writer.kill('SIGKILL');
  await once(writer, 'exit');
  const store = localObjectStore(root, 'bucket');
  const objects = await store.list('');
  expect(objects.length).toBeGreaterThan(0);
  for (const { key } of objects) {
    const body = await store.read(key);
    expect([body.length, new Set(body).size]).toEqual([MEBIBYTE, 1]);
  }
  // What it was at is no object, and in nobody's way.
  await store.write('0', new Uint8Array(MEBIBYTE).fill(7));
  expect((await store.read('0'))[0]).toBe(7);
  expect(readdirSync(join(root, 'bucket')).length).toBeLessThanOrEqual(objects.length + 2);
});
