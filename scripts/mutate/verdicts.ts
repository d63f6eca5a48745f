import type { Closures } from './closure.ts';
import type { Mutant } from './mutants.ts';
import type { Runner } from './pool.ts';
import { forEachBySlot } from './pool.ts';
import { progress } from './progress.ts';
import type { Reach } from './reach.ts';
import { IDLE_MS } from './reach.ts';
import type { Records } from './records.ts';

/** What the tests said of a mutant. */
export interface Verdict {
  readonly id: string;
  /** Of what it was found from: the tests that were asked, or the one that killed, with all that they import. */
  readonly key: string;
  readonly how: 'failed' | 'hung' | 'crashed' | 'survived';
  /** The file of the test that killed. */
  readonly by?: string;
  readonly test?: string;
  readonly ms: number;
}

/** A mutant may make tests slower without hanging. */
const SLOWER = 10;
const GRACE_MS = 10_000;

interface Trial {
  readonly mutant: Mutant;
  /** Those that come by it. */
  readonly tests: readonly Reach[];
}

/** The verdict of an earlier run, where nothing that it was found from has changed. */
function knownVerdict({ mutant, tests }: Trial, records: Records<Verdict>, closures: Closures): Verdict | undefined {
  const verdict = records.get(mutant.id);
  if (verdict === undefined) return undefined;
  const asked = tests.map(({ id }) => id);
  if (verdict.by === undefined) return verdict.key === closures.hashOf(...asked) ? verdict : undefined;
  return asked.includes(verdict.by) && verdict.key === closures.hashOf(verdict.by) ? verdict : undefined;
}

async function judge({ mutant, tests }: Trial, slot: Runner, closures: Closures): Promise<Verdict> {
  const startedAtMs = performance.now();
  const asked = tests.map(({ id }) => id);
  const limits = tests.map(({ cpuMs }) => SLOWER * cpuMs + GRACE_MS);
  const { failure } = await slot.run({ mutant: mutant.id, tests: asked, cpuMs: limits, idleMs: IDLE_MS });
  const ms = Math.round(performance.now() - startedAtMs);
  if (failure === null) return { id: mutant.id, key: closures.hashOf(...asked), how: 'survived', ms };
  const { file: by, test, how } = failure;
  return { id: mutant.id, key: closures.hashOf(by), how, by, test, ms };
}

export interface JudgingSetting {
  readonly slots: readonly Runner[];
  readonly closures: Closures;
  readonly records: Records<Verdict>;
}

/** By mutant, one that no test comes by left out: those of earlier runs as they stand, the others by running their tests. */
export async function verdictsOf(
  mutants: readonly Mutant[],
  tests: ReadonlyMap<string, readonly Reach[]>,
  { slots, closures, records }: JudgingSetting,
): Promise<ReadonlyMap<string, Verdict>> {
  const trials = mutants.flatMap((mutant): readonly Trial[] => {
    const reaching = tests.get(mutant.id);
    return reaching === undefined ? [] : [{ mutant, tests: reaching }];
  });
  const open = trials.filter((trial) => knownVerdict(trial, records, closures) === undefined);
  const say = progress(open.length);
  await forEachBySlot(slots, open, async (slot, trial) => {
    const verdict = await judge(trial, slot, closures);
    records.add(verdict);
    say(verdict.how);
  });
  return new Map(trials.map(({ mutant: { id } }) => [id, records.get(id)!]));
}
