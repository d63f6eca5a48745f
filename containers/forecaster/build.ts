import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleInto, REPOSITORY } from './bundling.ts';

const INDEX = 'index.json';
/** What decides how the bundle is made, beside what goes into it. */
const ALSO_INPUTS = ['containers/forecaster/bundling.ts', 'scripts/bundling.mjs', 'package-lock.json'];

/** What the last bundle was made of: file below the repository -> sha256 of its content. */
type Inputs = Readonly<Record<string, string>>;

interface BuildIndex {
  readonly folder: string;
  readonly inputs: Inputs;
}

/**
 * The laptop's bundle of the entry points, the same that the image holds. Made again only when one of the files that went into it has
 * changed.
 *
 * @returns the bundle's folder inside the cache
 */
export async function bundleForecaster(cache = join(REPOSITORY, '.cache/forecaster')): Promise<string> {
  const last = await readIndex(cache);
  if (last !== undefined && (await isCurrent(last))) return join(cache, last.folder);
  await mkdir(cache, { recursive: true });
  // Two may bundle at once: each into a draft of its own, and the name says what is in it.
  const draft = await mkdtemp(join(cache, 'draft-'));
  const bundled = await bundleInto(draft);
  const inputs = await hashes([...Object.keys(bundled.inputs), ...ALSO_INPUTS].sort());
  const folder = sha256(JSON.stringify(inputs)).slice(0, 16);
  await rename(draft, join(cache, folder)).catch(() => rm(draft, { recursive: true }));
  await writeFile(`${draft}.json`, JSON.stringify({ folder, inputs } satisfies BuildIndex));
  await rename(`${draft}.json`, join(cache, INDEX));
  return join(cache, folder);
}

async function readIndex(cache: string): Promise<BuildIndex | undefined> {
  try {
    const index = JSON.parse(await readFile(join(cache, INDEX), 'utf8')) as BuildIndex;
    await access(join(cache, index.folder));
    return index;
  } catch {
    return undefined;
  }
}

async function isCurrent({ inputs }: BuildIndex): Promise<boolean> {
  try {
    return JSON.stringify(await hashes(Object.keys(inputs))) === JSON.stringify(inputs);
  } catch {
    return false;
  }
}

async function hashes(files: readonly string[]): Promise<Inputs> {
  const hashed = await Promise.all(files.map(async (file) => [file, sha256(await readFile(join(REPOSITORY, file)))]));
  return Object.fromEntries(hashed) as Inputs;
}

function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
