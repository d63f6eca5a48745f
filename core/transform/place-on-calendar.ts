import type { Frequency } from '../contracts/frequency.ts';
import { inferAxis, periodOf, type TimeAxis } from '../series/time-axis.ts';
import { FATE, type Observations } from './observations.ts';

export interface PlacedObservations extends Observations {
  readonly axis: TimeAxis;
  /** Period numbers; without meaning where the row is refused. */
  readonly period: Int32Array;
}

/** Gives every row its period on the one calendar of the data set; rows dated between its periods are refused. */
export function placeOnCalendar(observations: Observations, frequency: Frequency): PlacedObservations {
  const { rows, instantMs, fate } = observations;
  const axis: TimeAxis = { frequency, phase: commonestPhase(observations, frequency) };
  const period = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    if (fate[row] !== FATE.kept) continue;
    const place = periodOf(axis, instantMs[row]);
    if (place === undefined) fate[row] = FATE['off-calendar'];
    else period[row] = place;
  }
  return { ...observations, axis, period };
}

/** The phase that most rows agree on; the smallest of equals, so that the order of rows does not matter. */
function commonestPhase({ rows, instantMs, fate }: Observations, frequency: Frequency): number {
  if (frequency === 'hour' || frequency === 'day') return 0;
  const votes = new Array<number>(7).fill(0);
  for (let row = 0; row < rows; row++) {
    if (fate[row] !== FATE.kept) continue;
    const axis = inferAxis(frequency, instantMs[row]);
    if (periodOf(axis, instantMs[row]) !== undefined) votes[axis.phase] += 1;
  }
  return votes.indexOf(Math.max(...votes));
}
