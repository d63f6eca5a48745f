import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const REPOSITORY = fileURLToPath(new URL('..', import.meta.url));
/** What decides how the bundle is made, beside what goes into it. */
const ALSO_INPUTS = ['report/page-assets.ts', 'package-lock.json'];

/** The script and the style of report.html, plotting library included. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

interface CachedAssets extends PageAssets {
  /** File below the repository -> sha256 of its content. */
  readonly inputs: Readonly<Record<string, string>>;
}

/** Bundled once, and again only when one of the files that went into it has changed. */
export async function pageAssets(cache = join(REPOSITORY, '.cache', 'report')): Promise<PageAssets> {
  const file = join(cache, 'page.json');
  const last = await readCached(file);
  if (last !== undefined) return last;
  const bundled = await bundle();
  await mkdir(cache, { recursive: true });
  // Two may write at once: each a draft of its own, and both hold the same.
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, JSON.stringify(bundled));
  await rename(draft, file);
  return bundled;
}

async function bundle(): Promise<CachedAssets> {
  // Loading esbuild costs more than finding out that there is nothing to build.
  const { build } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    absWorkingDir: REPOSITORY,
    entryPoints: ['report/page/main.ts'],
    outdir: 'report-page',
    write: false,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    metafile: true,
    logLevel: 'warning',
  });
  const textOf = (extension: string) => outputFiles.find(({ path }) => path.endsWith(extension))?.text ?? '';
  const inputs = await hashes([...Object.keys(metafile.inputs), ...ALSO_INPUTS]);
  return { script: textOf('.js'), style: textOf('.css'), inputs };
}

async function readCached(file: string): Promise<CachedAssets | undefined> {
  try {
    const cached = JSON.parse(await readFile(file, 'utf8')) as CachedAssets;
    const now = await hashes(Object.keys(cached.inputs));
    return JSON.stringify(now) === JSON.stringify(cached.inputs) ? cached : undefined;
  } catch {
    return undefined;
  }
}

async function hashes(files: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const hashed = files.map(async (file) => {
    const content = await readFile(join(REPOSITORY, file));
    return [file, createHash('sha256').update(content).digest('hex')] as const;
  });
  return Object.fromEntries(await Promise.all(hashed));
}
