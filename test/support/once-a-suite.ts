import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What takes long, and is the same for all test files of a run: made by the first that asks, as JSON in the run's own folder. */
export function onceASuite<T>(what: string, make: () => T): T {
  const folder = join(tmpdir(), 'once-a-suite');
  const file = join(folder, `${createHash('sha256').update(what).digest('hex')}.json`);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(make()));
    renameSync(`${file}.${process.pid}`, file);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}
