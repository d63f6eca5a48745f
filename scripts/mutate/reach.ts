import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { RunFailed } from '../../cli/errors.ts';
import type { Closures } from './closure.ts';
import { filesBelow } from './files.ts';
import type { Folder } from './folders.ts';
import type { Runner } from './pool.ts';
import { forEachBySlot } from './pool.ts';
import type { Records } from './records.ts';

/** Which mutants a file of tests comes by, and what it takes. */
export interface Reach {
  readonly id: string;
  /** What it was found from. */
  readonly key: string;
  /** Processor time. */
  readonly cpuMs: number;
  readonly reached: readonly string[];
}

export interface ReachSetting {
  readonly slots: readonly Runner[];
  readonly closures: Closures;
  readonly records: Records<Reach>;
}

/** What finds it, and what of it is kept. */
const FOUND_BY = ['hooks', 'worker', 'reach'].map((name) => `scripts/mutate/${name}.ts`);

const LIMIT_MS = 300_000;
/** Longer than any test waits for a timer; on a loaded machine a process may wait for the processor, too. */
export const IDLE_MS = 20_000;

/** Runs each file of tests once, with probes and without a mutant, unless neither it nor the code has changed since. */
export async function reachOf(
  tests: readonly string[],
  { slots, closures, records }: ReachSetting,
): Promise<readonly Reach[]> {
  const keyOf = (test: string) => closures.hashOf(test, ...FOUND_BY);
  const unknown = tests.filter((test) => records.get(test)?.key !== keyOf(test));
  await forEachBySlot(slots, unknown, async (slot, test) => {
    const { failure, reached, cpuMs } = await slot.run({
      mutant: null,
      tests: [test],
      cpuMs: [LIMIT_MS],
      idleMs: IDLE_MS,
    });
    if (failure !== null) {
      throw new RunFailed('TestsAreRed', `without a mutant, ${test} fails: ${failure.test}: ${failure.message}`);
    }
    records.add({ id: test, key: keyOf(test), cpuMs, reached });
  });
  return tests.map((test) => records.get(test)!);
}

export function testsOf(folders: readonly Folder[]): readonly string[] {
  const files = folders.flatMap(({ tests }) => tests.flatMap((folder) => filesBelow(folder, '.test.ts')));
  return [...new Set(files)].filter((file) => !mocksModules(file));
}

/** Tests that put other modules in the place of the project's need jest's own loader, which the workers do without. */
function mocksModules(file: string): boolean {
  return /^import \{[^}]*\bjest\b[^}]*\} from '@jest\/globals'/m.test(readFileSync(file, 'utf8'));
}

/** The tests that come by each mutant, those named as its file first, then the fastest. */
export function testsByMutant(reaches: readonly Reach[]): ReadonlyMap<string, readonly Reach[]> {
  const byMutant = new Map<string, Reach[]>();
  for (const reach of [...reaches].sort((a, b) => a.cpuMs - b.cpuMs)) {
    for (const mutant of reach.reached) {
      const tests = byMutant.get(mutant) ?? [];
      byMutant.set(mutant, tests);
      if (isNamedAlike(mutant, reach.id)) tests.unshift(reach);
      else tests.push(reach);
    }
  }
  return byMutant;
}

function isNamedAlike(mutant: string, test: string): boolean {
  return mutant.includes(`/${basename(test, '.test.ts')}.ts#`);
}
