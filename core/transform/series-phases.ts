import type { Frequency } from '../contracts/frequency.ts';
import { type Phase, phasesAt, plainPhase } from '../series/dating.ts';
import { FATE, type Observations } from './observations.ts';
import { rowsWhere } from './rows.ts';
import { sortedOrder } from './sorted-order.ts';

type Votes = Map<Phase, number>;

/**
 * How each series dates its periods, by position of its id: as most of its rows do. Of equals the one that is commoner in the data set (a
 * 31 May is a last day and a last weekday), then the smallest, so that the order of rows does not matter.
 *
 * @param gathers whether rows are gathered into periods: then a series of whose rows at most half agree is dated by the plain calendar
 */
export function seriesPhases(observations: Observations, frequency: Frequency, gathers: boolean): Int32Array {
  const { ids, id, rows, instantMs, fate } = observations;
  const phases = new Int32Array(ids.length);
  if (frequency === 'hour' || frequency === 'day') return phases;
  const order = sortedOrder(
    rowsWhere(rows, (row) => fate[row] === FATE.kept),
    [id],
  );
  const phasesOf = remembered((epochMs) => phasesAt(frequency, epochMs));
  const all: Votes = new Map();
  for (const row of order) count(all, phasesOf(instantMs[row]));
  phases.fill(gathers ? plainPhase(frequency) : (commonest(all, all) ?? 0));
  for (let start = 0, end: number; start < order.length; start = end) {
    const own: Votes = new Map();
    for (end = start; end < order.length && id[order[end]] === id[order[start]]; end++) {
      count(own, phasesOf(instantMs[order[end]]));
    }
    const phase = commonest(own, all);
    const isAgreed = phase !== undefined && (!gathers || 2 * own.get(phase)! > end - start);
    if (isAgreed) phases[id[order[start]]] = phase;
  }
  return phases;
}

function count(votes: Votes, phases: readonly Phase[]): void {
  for (const phase of phases) votes.set(phase, (votes.get(phase) ?? 0) + 1);
}

function commonest(votes: Votes, all: Votes): Phase | undefined {
  const [first] = [...votes].sort(([a, n], [b, m]) => m - n || all.get(b)! - all.get(a)! || a - b);
  return first?.[0];
}

/** Series share their dates. */
function remembered<T>(make: (epochMs: number) => T): (epochMs: number) => T {
  const known = new Map<number, T>();
  return (epochMs) => {
    const found = known.get(epochMs) ?? make(epochMs);
    known.set(epochMs, found);
    return found;
  };
}
