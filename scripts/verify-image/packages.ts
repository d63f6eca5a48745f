import type { Metafile } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { filesInBundle } from '../../containers/forecaster/bundling.ts';

const packageSchema = z.object({ name: z.string(), version: z.string() });
const sbomSchema = z.object({
  bomFormat: z.literal('CycloneDX'),
  components: z.array(packageSchema.extend({ group: z.string().optional() })),
});

/** The packages whose code is in a bundle, as `name version`, sorted. */
export async function bundledPackages(bundle: Pick<Metafile, 'outputs'>): Promise<readonly string[]> {
  const folders = new Set(
    filesInBundle(bundle).flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
  );
  const packages = [...folders].map(async (folder) => {
    const { name, version } = packageSchema.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
    return `${name} ${version}`;
  });
  return (await Promise.all(packages)).sort();
}

/** The packages that a CycloneDX document lists, likewise. */
export function listedPackages(sbom: unknown): readonly string[] {
  return sbomSchema
    .parse(sbom)
    .components.map(({ group, name, version }) => `${group === undefined ? '' : `${group}/`}${name} ${version}`)
    .sort();
}
