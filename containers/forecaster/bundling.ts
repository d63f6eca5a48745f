import type { Metafile, Plugin } from 'esbuild';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { moduleOptions } from '../../scripts/bundling.mjs';

export const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const ENTRY_POINTS = ['train', 'forecast', 'worker'];

/**
 * The entry points as ECMAScript modules that start fast: train.mjs, forecast.mjs, worker.mjs and what they share. On the laptop and in
 * the image the same bytes.
 *
 * @returns esbuild's account of what went into them, and how much of it
 */
export async function bundleInto(folder: string, plugins: readonly Plugin[] = []): Promise<Metafile> {
  // Loading esbuild costs more than finding out that there is nothing to build.
  const { build } = await import('esbuild');
  const shared = moduleOptions(REPOSITORY, resolve(folder));
  const { metafile } = await build({
    ...shared,
    entryPoints: ENTRY_POINTS.map((name) => `containers/forecaster/${name}.ts`),
    splitting: true,
    metafile: true,
    plugins: [...shared.plugins, ...plugins],
  });
  return metafile;
}

/** The files, below the repository, of which something is left in a bundle. */
export function filesInBundle({ outputs }: Pick<Metafile, 'outputs'>): readonly string[] {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  return inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path);
}
