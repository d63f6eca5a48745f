import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { bundleInto, filesInBundle } from '../../../containers/forecaster/bundling.ts';
import type { Build } from '../../../core/contracts/delivery.ts';
import type { ShippedPackage } from '../../../core/contracts/evidence.ts';
import type { EvidenceSources } from '../../../core/delivery/evidence/sources.ts';
import { withAssembly } from '../stored-assembly.ts';
import { RELEASED } from './environments.ts';
import type { EvidenceHost } from './gather-changes.ts';

const sourceMapSchema = z.object({ sources: z.array(z.string()) });

/** Whose code goes to prod: in the stored bundle of the functions, by its source maps, and in the image, by the bundle that it is made of. */
export async function shippedPackages(
  { commit, image }: Build,
  host: EvidenceHost,
  sources: EvidenceSources,
): Promise<readonly ShippedPackage[]> {
  const ofFunctions = await withAssembly({ commit, environment: RELEASED }, host, ({ folder }) => mappedFiles(folder));
  if (ofFunctions.length === 0)
    throw new Error('the stored assembly holds no source map, so nobody knows what is in it');
  const ofImage = image === 'none' ? [] : await sources.imageFiles();
  return sources.packagesOf([...ofFunctions, ...ofImage]);
}

/** Files of node_modules that the source maps below a folder name, relative to the checkout. */
export async function mappedFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const maps = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.mjs.map'));
  const files = new Set<string>();
  for (const { parentPath, name } of maps) {
    const { sources } = sourceMapSchema.parse(JSON.parse(await readFile(join(parentPath, name), 'utf8')));
    for (const source of sources) files.add(source.replace(/^(\.\.\/)+/, ''));
  }
  return [...files].filter((file) => file.startsWith('node_modules/')).sort();
}

/** What the image is made of. */
export async function imageFiles(): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'image-bundle-'));
  try {
    return filesInBundle(await bundleInto(folder));
  } finally {
    await rm(folder, { recursive: true });
  }
}
