import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { assemblyStack, MANIFEST_FILE } from '../../core/delivery/assembly.ts';

const templateSchema = z.looseObject({
  Resources: z.record(z.string(), z.looseObject({ Type: z.string() })),
});
export type DeployedTemplate = z.infer<typeof templateSchema>;

/** The template of an unpacked assembly. */
export async function templateOf({ folder }: { readonly folder: string }): Promise<DeployedTemplate> {
  const read = async (file: string): Promise<unknown> => JSON.parse(await readFile(join(folder, file), 'utf8'));
  const { templateFile } = assemblyStack(await read(MANIFEST_FILE));
  return templateSchema.parse(await read(templateFile));
}

export interface Change {
  readonly what: 'added' | 'changed' | 'removed';
  readonly logicalId: string;
  readonly type: string;
}

export function changesBetween(
  before: Pick<DeployedTemplate, 'Resources'>,
  after: DeployedTemplate,
): readonly Change[] {
  const ids = [...new Set([...Object.keys(before.Resources), ...Object.keys(after.Resources)])].sort();
  return ids.flatMap((logicalId): readonly Change[] => {
    const [old, now] = [before.Resources[logicalId], after.Resources[logicalId]];
    if (now === undefined) return old === undefined ? [] : [{ what: 'removed', logicalId, type: old.Type }];
    if (old === undefined) return [{ what: 'added', logicalId, type: now.Type }];
    return isDeepStrictEqual(old, now) ? [] : [{ what: 'changed', logicalId, type: now.Type }];
  });
}

/** More of them are told by their number: a first deployment has two hundred. */
const MOST_LINES = 20;

export function changesText(changes: readonly Change[]): string {
  const count = (what: Change['what']): string => `${changes.filter((change) => change.what === what).length} ${what}`;
  const head = `  resources: ${count('added')}, ${count('changed')}, ${count('removed')}`;
  const lines = changes.map(({ what, logicalId, type }) => `    ${what}: ${type} ${logicalId}`);
  const more = lines.length - MOST_LINES;
  return [head, ...lines.slice(0, MOST_LINES), ...(more > 0 ? [`    and ${more} more`] : [])].join('\n');
}
