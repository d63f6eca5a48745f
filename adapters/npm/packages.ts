import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { ShippedPackage } from '../../core/contracts/evidence.ts';

/** Older packages write their licence as an object, or several of them. */
const licence = z.union([z.string(), z.object({ type: z.string() }).transform(({ type }) => type)]);
const packageSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: licence.optional(),
  licenses: z.array(licence).optional(),
});

const IN_PACKAGE = /^(.*?node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//;

/**
 * The packages that files come from, by name and version, sorted. Files that are in none are left out.
 *
 * @param files below the checkout, with '/' between their parts
 */
export async function packagesOfFiles(root: string, files: readonly string[]): Promise<readonly ShippedPackage[]> {
  const folders = new Set(files.flatMap((file) => IN_PACKAGE.exec(file)?.[1] ?? []));
  const packages = await Promise.all([...folders].map((folder) => packageAt(join(root, folder))));
  const byName = new Map(packages.map((each) => [`${each.name} ${each.version}`, each]));
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}

async function packageAt(folder: string): Promise<ShippedPackage> {
  const text = await readFile(join(folder, 'package.json'), 'utf8');
  const { name, version, license, licenses = [] } = packageSchema.parse(JSON.parse(text));
  return { name, version, licence: license ?? licenses.join(' OR ') };
}
