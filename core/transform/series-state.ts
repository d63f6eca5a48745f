import * as z from 'zod';
import { count } from '../contracts/steps/common.ts';
import { lengthsOf, type Presence, stretchesOfLengths } from './presence.ts';

/** What is remembered of a series that a delivery has named, so that the next delivery is read without those before it. */
export interface KnownSeries extends Presence {
  readonly phase: number;
  /** Whether the last delivery has it. */
  readonly isInLast: boolean;
}

/**
 * Every series that any delivery has named, column-wise and ascending by its id. It is beside the ledger what a fold goes on from, and all that
 * a report needs to know of silver's rows: 30 bytes a series, and a few for each of its gaps.
 */
export const seriesStateSchema = z.strictObject({
  unique_id: z.array(z.string()),
  phase: z.array(z.number().int()),
  /** Positions of those that the last delivery does not have. */
  missed: z.array(count),
  /** The first period that was observed, then by turns how many are and how many are missing; none where no value is known. */
  present: z.array(z.array(z.number().int())),
});
type Stored = z.infer<typeof seriesStateSchema>;

export function storedSeries(series: readonly KnownSeries[]): Stored {
  return {
    unique_id: series.map(({ uniqueId }) => uniqueId),
    phase: series.map(({ phase }) => phase),
    missed: series.flatMap(({ isInLast }, position) => (isInLast ? [] : [position])),
    present: series.map(({ stretches }) => [...lengthsOf(stretches)]),
  };
}

export function knownSeries({ unique_id: ids, phase, missed, present }: Stored): readonly KnownSeries[] {
  const hasMissed = new Set(missed);
  return ids.map((uniqueId, position) => ({
    uniqueId,
    phase: phase[position],
    isInLast: !hasMissed.has(position),
    stretches: stretchesOfLengths(present[position]),
  }));
}
