import { readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { runCommand } from '../../cli/run-command.ts';
import { Closures } from './closure.ts';
import { filesBelow } from './files.ts';
import type { Folder } from './folders.ts';
import { FOLDERS } from './folders.ts';
import type { Mutant } from './mutants.ts';
import { mutantsOf } from './mutants.ts';
import { Slot } from './pool.ts';
import type { Reach } from './reach.ts';
import { reachOf, testsByMutant, testsOf } from './reach.ts';
import { Records } from './records.ts';
import { sampleOf } from './sample.ts';
import { entryOf, readSurvivors, staleOf, SURVIVORS } from './survivors.ts';
import { fateOf, mutationTable, scoreOf, survivorLine } from './table.ts';
import type { Verdict } from './verdicts.ts';
import { verdictsOf } from './verdicts.ts';

const WORK_DIR = join('.cache', 'mutate');
const SAMPLE = 1000;
const SEED = 1;
const TARGET = 0.95;

const command = z
  .strictObject({
    folder: z
      .array(z.enum(FOLDERS.map(({ name }) => name)))
      .default(FOLDERS.map(({ name }) => name))
      .meta({ placeholder: 'NAME,...', description: 'folders to change' }),
    sample: z
      .number()
      .int()
      .min(1)
      .default(SAMPLE)
      .meta({ placeholder: 'N', description: 'how many mutants, from each folder its share' }),
    seed: z.number().int().min(0).default(SEED).meta({ placeholder: 'N', description: 'which ones' }),
    workers: z
      .number()
      .int()
      .min(1)
      .default(availableParallelism())
      .meta({ placeholder: 'N', description: 'processes at once' }),
    fresh: z.boolean().default(false).meta({ description: 'forget what earlier runs found' }),
    list: z
      .boolean()
      .default(false)
      .meta({ description: `print the survivors that nobody has judged, as entries of ${SURVIVORS}` }),
  })
  .meta({
    title: 'mutate',
    description:
      'Changes the code in one small way after the other, and runs the tests that come by: a change that no test notices shows\n' +
      'what is not tested. What was found is kept in .cache/mutate while the code and its tests stay as they are, so that a run\n' +
      `which was broken off goes on where it stood. Survivors that a person has judged stand in ${SURVIVORS}.`,
  });

await runCommand(command, async ({ folder, sample: size, seed, workers, fresh, list }) => {
  const folders = FOLDERS.filter(({ name }) => folder.includes(name));
  const mutants = folders.flatMap(({ name }) => filesBelow(name, '.ts').flatMap(mutantsIn));
  const sample = sampleOf(mutants, size, seed);
  const listed = readSurvivors(SURVIVORS);
  const tried = sample.filter(({ id }) => listed.get(id)?.equivalent !== true);
  if (fresh) rmSync(WORK_DIR, { recursive: true, force: true });

  const verdicts = await judged(tried, folders, workers);

  const fates = sample.map(({ id, name }) => ({ file: name.file, fate: fateOf(verdicts.get(id), listed.get(id)) }));
  const survivors = sample.filter((_, index) => fates[index]!.fate === 'survived');
  if (list) {
    return write(
      survivors
        .filter(({ id }) => !listed.has(id))
        .map(({ name }) => entryOf(name))
        .join(',\n'),
    );
  }
  write(`${mutationTable(fates)}\n`);
  for (const mutant of survivors) write(survivorLine(mutant, verdicts.get(mutant.id), listed.get(mutant.id)));
  const stale = staleOf(listed, new Set(mutants.map(({ id }) => id)), folders);
  for (const { file, line, from, to } of stale) {
    write(`${SURVIVORS} names what is no longer there: ${file}: ${line}: ${from} -> ${to}`);
  }
  if (!(scoreOf(fates) >= TARGET) || stale.length > 0) process.exitCode = 1;
});

function mutantsIn(file: string): readonly Mutant[] {
  return mutantsOf(file, readFileSync(file, 'utf8'));
}

/** What the tests of the folders say of each mutant. Nothing of it is left running, however it ends. */
async function judged(
  mutants: readonly Mutant[],
  folders: readonly Folder[],
  workers: number,
): Promise<ReadonlyMap<string, Verdict>> {
  const closures = new Closures();
  const slots = Array.from({ length: workers }, (_, slot) => new Slot(join(WORK_DIR, `slot-${process.pid}-${slot}`)));
  process.once('exit', () => slots.forEach((slot) => slot.close()));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  try {
    const records = new Records<Reach>(join(WORK_DIR, 'reach.jsonl'));
    const tests = testsByMutant(await reachOf(testsOf(folders), { slots, closures, records }));
    const verdicts = new Records<Verdict>(join(WORK_DIR, 'verdicts.jsonl'));
    return await verdictsOf(mutants, tests, { slots, closures, records: verdicts });
  } finally {
    slots.forEach((slot) => slot.close());
  }
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}
