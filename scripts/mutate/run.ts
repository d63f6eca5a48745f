import { readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { CommandSpec } from '../../local/cli/options.ts';
import { parseCommand, runCommand, text, UsageError, wholeNumber } from '../../local/cli/options.ts';
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

const COMMAND: CommandSpec = {
  name: 'mutate',
  summary:
    'Changes the code in one small way after the other, and runs the tests that come by: a change that no test notices shows\n' +
    'what is not tested. What was found is kept in .cache/mutate while the code and its tests stay as they are, so that a run\n' +
    `which was broken off goes on where it stood. Survivors that a person has judged stand in ${SURVIVORS}.`,
  options: {
    folder: { type: 'string', value: 'NAME,...', help: `some of ${FOLDERS.map(({ name }) => name).join(', ')}` },
    sample: { type: 'string', value: 'N', help: `how many mutants, from each folder its share (${SAMPLE})` },
    seed: { type: 'string', value: 'N', help: `which ones (${SEED})` },
    workers: { type: 'string', value: 'N', help: 'processes at once (one a core)' },
    fresh: { type: 'boolean', help: 'forget what earlier runs found' },
    list: { type: 'boolean', help: `print the survivors that nobody has judged, as entries of ${SURVIVORS}` },
  },
};

await runCommand(async (args) => {
  const options = parseCommand(COMMAND, args);
  if (options === undefined) return;
  const folders = foldersOf(text(options, 'folder'));
  const mutants = folders.flatMap(({ name }) => filesBelow(name, '.ts').flatMap(mutantsIn));
  const seed = wholeNumber(options, 'seed', 0) ?? SEED;
  const sample = sampleOf(mutants, wholeNumber(options, 'sample', 1) ?? SAMPLE, seed);
  const listed = readSurvivors(SURVIVORS);
  const tried = sample.filter(({ id }) => listed.get(id)?.equivalent !== true);
  if (options.fresh === true) rmSync(WORK_DIR, { recursive: true, force: true });

  const verdicts = await judged(tried, folders, wholeNumber(options, 'workers', 1) ?? availableParallelism());

  const fates = sample.map(({ id, name }) => ({ file: name.file, fate: fateOf(verdicts.get(id), listed.get(id)) }));
  const survivors = sample.filter((_, index) => fates[index]!.fate === 'survived');
  if (options.list === true) {
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

function foldersOf(only: string | undefined): readonly Folder[] {
  if (only === undefined) return FOLDERS;
  return only.split(',').map((name) => {
    const folder = FOLDERS.find((each) => each.name === name);
    if (folder !== undefined) return folder;
    throw new UsageError(`--folder '${name}' is unknown; allowed: ${FOLDERS.map((each) => each.name).join(', ')}`);
  });
}

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
