import type { Plugin } from 'esbuild';
import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const ENTRY_POINTS = ['train', 'forecast', 'worker'];
const INDEX = 'index.json';
/** What decides how the bundle is made, beside what goes into it. */
const ALSO_INPUTS = ['containers/forecaster/build.ts', 'package-lock.json'];

/** What the last bundle was made of: file below the repository -> sha256 of its content. */
type Inputs = Readonly<Record<string, string>>;

interface BuildIndex {
  readonly folder: string;
  readonly inputs: Inputs;
}

/**
 * The entry points as ECMAScript modules that start fast: one folder with train.mjs, forecast.mjs, worker.mjs and what they
 * share. Made again only when one of the files that went into it has changed.
 *
 * @returns the bundle's folder inside the cache
 */
export async function bundleForecaster(cache = join(REPOSITORY, '.cache/forecaster')): Promise<string> {
  const last = await readIndex(cache);
  if (last !== undefined && (await isCurrent(last))) return join(cache, last.folder);
  await mkdir(cache, { recursive: true });
  // Two may bundle at once: each into a draft of its own, and the name says what is in it.
  const draft = await mkdtemp(join(cache, 'draft-'));
  const inputs = await hashes(await bundleInto(draft));
  const folder = sha256(JSON.stringify(inputs)).slice(0, 16);
  await rename(draft, join(cache, folder)).catch(() => rm(draft, { recursive: true }));
  await writeFile(`${draft}.json`, JSON.stringify({ folder, inputs } satisfies BuildIndex));
  await rename(`${draft}.json`, join(cache, INDEX));
  return join(cache, folder);
}

/** @returns the files that went into the bundle, relative to the repository */
export async function bundleInto(folder: string): Promise<readonly string[]> {
  // Loading esbuild costs more than finding out that there is nothing to build.
  const { build } = await import('esbuild');
  const { metafile } = await build({
    absWorkingDir: REPOSITORY,
    entryPoints: ENTRY_POINTS.map((name) => `containers/forecaster/${name}.ts`),
    outdir: resolve(folder),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    minifySyntax: true,
    minifyWhitespace: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    metafile: true,
    logLevel: 'warning',
    plugins: [withoutZodLocales],
  });
  return [...Object.keys(metafile.inputs), ...ALSO_INPUTS].sort();
}

/** zod's messages in fifty languages would be a third of what every start has to load; it reaches English by another way. */
const withoutZodLocales: Plugin = {
  name: 'without-zod-locales',
  setup({ onLoad }) {
    onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({ contents: 'export {};' }));
  },
};

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

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) process.stdout.write(`${await bundleForecaster()}\n`);
  else await bundleInto(folder);
}
