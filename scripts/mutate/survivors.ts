import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { Folder } from './folders.ts';
import { folderOf } from './folders.ts';
import type { MutantName } from './mutants.ts';
import { idOf } from './mutants.ts';

/** Mutants that a person has judged: they are named by what was changed, so that an entry whose code is gone is found. */
export const SURVIVORS = 'test/mutation/survivors.json';

const survivorSchema = z.strictObject({
  file: z.string(),
  line: z.string(),
  from: z.string(),
  to: z.string(),
  nth: z.int().default(0),
  /** No test can tell it from the code; otherwise no test does, and `reason` says why that is borne. */
  equivalent: z.boolean(),
  reason: z.string().min(1),
});

export type Survivor = Readonly<z.infer<typeof survivorSchema>>;

export function readSurvivors(path: string): ReadonlyMap<string, Survivor> {
  const entries = z.array(survivorSchema).parse(JSON.parse(readFileSync(path, 'utf8')));
  return new Map(entries.map((entry) => [idOf(entry), entry]));
}

/** Entries of the folders that name no mutant of today's code. */
export function staleOf(
  survivors: ReadonlyMap<string, Survivor>,
  ids: ReadonlySet<string>,
  folders: readonly Folder[],
): readonly Survivor[] {
  return [...survivors]
    .filter(([id, { file }]) => !ids.has(id) && folders.some((folder) => folder === folderOf(file)))
    .map(([, entry]) => entry);
}

/** As an entry of the list, with the reason to be given. */
export function entryOf({ file, line, from, to, nth }: MutantName): string {
  const entry = { file, line, from, to, ...(nth === 0 ? {} : { nth }), equivalent: true, reason: '' };
  return JSON.stringify(entry, null, 2);
}
