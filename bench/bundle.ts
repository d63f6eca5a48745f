import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { programOptions } from '../scripts/bundling.mjs';
import { WORK_DIR } from './paths.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Makes one module of a program under bench/programs, so that its process starts as a deployed one does. @returns its path */
export async function bundleProgram(name: string): Promise<string> {
  const outfile = join(WORK_DIR, `${name}.mjs`);
  const outdir = resolve(ROOT, dirname(outfile));
  await build({ ...programOptions(ROOT, outdir), entryPoints: [`bench/programs/${name}.ts`] });
  return outfile;
}
