import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as z from 'zod';
import { measure } from '../measure.ts';

/** Results and the folders of the replays, so that a bench that was interrupted goes on where it was. */
export const KEPT_DIR = join('.cache', 'bench-truth');

/** What a replay does not depend on. */
const BESIDE = [':!bench', ':!test', ':!docs', ':!bench.json', ':!*.md'];

interface Question<T> {
  /** What the file's name begins with, for people. */
  readonly label: string;
  /** Everything that the answer depends on. */
  readonly key: unknown;
  readonly schema: z.ZodType<T>;
}

/** The answer as it was kept; else it is made, and kept. */
export async function kept<T>({ label, key, schema }: Question<T>, make: () => Promise<T>): Promise<T> {
  const file = join(KEPT_DIR, `${label}-${sha256(JSON.stringify(key)).slice(0, 16)}.json`);
  const found = await readFile(file, 'utf8').catch(() => undefined);
  const parsed = found === undefined ? undefined : schema.safeParse(JSON.parse(found));
  if (parsed?.success === true) return parsed.data;
  const made = await make();
  await mkdir(KEPT_DIR, { recursive: true });
  // An interrupted write must not stand where an answer would.
  await writeFile(`${file}.draft`, `${JSON.stringify(made, null, 1)}\n`);
  await rename(`${file}.draft`, file);
  return made;
}

/** Names the code of the product as it stands in the work tree, committed or not. */
export async function codeState(): Promise<string> {
  const listed = await git('ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', '.', ...BESIDE);
  const hash = createHash('sha256');
  for (const path of [...new Set(listed.split('\0').filter(Boolean))].sort()) {
    // A file that was deleted and is not committed so has no bytes.
    const bytes = await readFile(path).catch(() => '');
    hash.update(`\n${path}\n`).update(bytes);
  }
  return hash.digest('hex');
}

export async function contentOf(path: string): Promise<string> {
  return sha256(await readFile(path));
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

async function git(...args: string[]): Promise<string> {
  return (await measure({ command: 'git', args })).stdout;
}
