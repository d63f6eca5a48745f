import { createHash } from 'node:crypto';
import { FOLDERS, folderOf } from './folders.ts';
import type { Mutant } from './mutants.ts';

/**
 * At least so many of the mutants, from each folder its share. Which ones depends on the seed and on each mutant's own id: a larger
 * sample holds the smaller one, and an edit elsewhere moves none.
 */
export function sampleOf(mutants: readonly Mutant[], size: number, seed: number): readonly Mutant[] {
  const share = Math.min(1, size / mutants.length);
  return FOLDERS.flatMap((folder) => {
    const all = mutants.filter(({ name }) => folderOf(name.file) === folder);
    const ranks = new Map(all.map(({ id }) => [id, createHash('sha256').update(`${seed} ${id}`).digest('hex')]));
    all.sort((a, b) => (ranks.get(a.id)! < ranks.get(b.id)! ? -1 : 1));
    return all.slice(0, Math.ceil(share * all.length));
  });
}
