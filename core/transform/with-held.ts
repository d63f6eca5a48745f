import type { LongColumns } from '../series/panel.ts';
import { instantOf } from '../series/time-axis.ts';
import type { DeliveryOfRows } from './observations.ts';
import type { PlacedObservations } from './place-on-calendar.ts';

/** What earlier deliveries left in silver, as one that came before the others. */
const HELD: DeliveryOfRows = { delivery: '', sequence: -1, key: '' };

/**
 * Arrived rows, and behind them rows of silver as they stand there, kept and of the first delivery.
 *
 * @param held each (unique_id, ds) once
 */
export function withHeld(arrived: PlacedObservations, held: LongColumns): PlacedObservations {
  const rows = arrived.rows + held.ds.length;
  const { ids, positionOf } = joinedIds(arrived.ids, held.uniqueId);
  const own = Uint32Array.from(arrived.ids, (id) => positionOf.get(id)!);
  const longer = {
    id: new Uint32Array(rows),
    instantMs: new Float64Array(rows),
    y: new Float64Array(rows),
    delivery: new Uint32Array(rows),
    line: new Uint32Array(rows),
    fate: new Uint8Array(rows),
    period: new Int32Array(rows),
  };
  for (const column of ['instantMs', 'y', 'line', 'fate', 'period'] as const) longer[column].set(arrived[column]);
  for (let row = 0; row < arrived.rows; row++) {
    longer.id[row] = own[arrived.id[row]];
    longer.delivery[row] = arrived.delivery[row] + 1;
  }
  longer.y.set(held.y, arrived.rows);
  longer.period.set(held.ds, arrived.rows);
  for (let i = 0, row = arrived.rows; row < rows; i++, row++) {
    const isAsBefore = i > 0 && held.uniqueId[i] === held.uniqueId[i - 1];
    longer.id[row] = isAsBefore ? longer.id[row - 1] : positionOf.get(held.uniqueId[i])!;
    longer.instantMs[row] = instantOf(arrived.axis, held.ds[i]);
  }
  const deliveries = [HELD, ...arrived.deliveries];
  return { ...arrived, ...longer, rows, ids, deliveries, phases: new Int32Array(ids.length).fill(arrived.axis.phase) };
}

function joinedIds(arrived: readonly string[], held: readonly string[]) {
  const all = new Set(arrived);
  let last: string | undefined;
  for (const id of held) if (id !== last) all.add((last = id));
  const ids = [...all].sort((a, b) => (a < b ? -1 : 1));
  return { ids, positionOf: new Map(ids.map((id, position) => [id, position])) };
}
