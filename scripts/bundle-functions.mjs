// The code of all functions, in one run of esbuild: `node scripts/bundle-functions.mjs OUTDIR '{"ingest":"lambdas/ingest/ingest.ts"}'` writes
// `ingest.mjs`, and what it shares with the others, into OUTDIR. A program of its own: CDK bundles in a synchronous call, esbuild's plugins
// need an asynchronous one.
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { BANNER, moduleOptions } from './bundling.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Where the modules would lie in the repository. Source maps are relative to it, so that the bytes are the same wherever they are written to. */
const VIRTUAL_OUTDIR = join(ROOT, 'functions');

/** What a module reads beside itself while it runs: adapters/mlflow/flavour.ts. */
const READ_AT_RUN_TIME = ['adapters/mlflow/flavour'];

const [outdir, modules] = process.argv.slice(2);

const { outputFiles } = await build({
  ...moduleOptions(ROOT, VIRTUAL_OUTDIR),
  entryPoints: Object.entries(JSON.parse(modules)).map(([name, path]) => ({ in: path, out: name })),
  write: false,
  // What two functions need lies in the asset once; what is loaded when first used is a module of its own.
  splitting: true,
  target: 'node24',
  banner: { js: BANNER },
  // The SDK's ES modules: of CommonJS nothing can be left out.
  mainFields: ['module', 'main'],
  sourcemap: true,
  sourcesContent: false,
});

for (const { path, contents } of outputFiles) {
  const file = join(outdir, relative(VIRTUAL_OUTDIR, path));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, contents);
}
for (const folder of READ_AT_RUN_TIME) {
  const filter = (/** @type {string} */ path) => !path.endsWith('__pycache__');
  await cp(join(ROOT, folder), join(outdir, basename(folder)), { recursive: true, filter });
}
