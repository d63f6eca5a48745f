import type { Dataset } from '../contracts/dataset.ts';
import type { Frequency } from '../contracts/frequency.ts';
import { labelPhase, periodHolding, type Phase } from '../series/dating.ts';
import { periodOf, type TimeAxis } from '../series/time-axis.ts';
import { FATE, type Observations } from './observations.ts';
import { seriesPhases } from './series-phases.ts';

export interface PlacedObservations extends Observations {
  /** Of the data set. */
  readonly axis: TimeAxis;
  /** How each series dates its periods, by position of its id. */
  readonly phases: Int32Array;
  /** Period numbers; without meaning where the row is refused. */
  readonly period: Int32Array;
  /** Rows on the calendar by the phase of their series. */
  readonly rowsByPhase: ReadonlyMap<Phase, number>;
}

/** Gives every row its period on the calendar of its series. A row between its dates is refused, unless rows are gathered into periods. */
export function placeOnCalendar(
  observations: Observations,
  { frequency, contract }: Pick<Dataset, 'frequency' | 'contract'>,
): PlacedObservations {
  const { rows, id, instantMs, fate } = observations;
  const gathers = contract.aggregate !== null;
  const phases = seriesPhases(observations, frequency, gathers);
  const axes = new Map([...new Set(phases)].map((phase) => [phase, { frequency, phase }] as const));
  const period = new Int32Array(rows);
  const rowsByPhase = new Map<Phase, number>();
  for (let row = 0; row < rows; row++) {
    if (fate[row] !== FATE.kept) continue;
    const phase = phases[id[row]];
    const place = gathers
      ? periodHolding(frequency, phase, instantMs[row])
      : periodOf(axes.get(phase)!, instantMs[row]);
    if (place === undefined) {
      fate[row] = FATE['off-calendar'];
      continue;
    }
    period[row] = place;
    rowsByPhase.set(phase, (rowsByPhase.get(phase) ?? 0) + 1);
  }
  return { ...observations, axis: axisOf(frequency, rowsByPhase), phases, period, rowsByPhase };
}

/** The axis of a data set, by how many rows are dated by which phase: the commonest, and the smallest of equals. */
export function axisOf(frequency: Frequency, rowsByPhase: ReadonlyMap<Phase, number>): TimeAxis {
  const votes = new Map<Phase, number>();
  for (const [phase, rows] of rowsByPhase) {
    const label = labelPhase(frequency, phase);
    votes.set(label, (votes.get(label) ?? 0) + rows);
  }
  const [first] = [...votes].sort(([a, n], [b, m]) => m - n || a - b);
  return { frequency, phase: first?.[0] ?? 0 };
}
