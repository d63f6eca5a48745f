import { FATE, FIRST_REASON, type Observations } from './observations.ts';
import { rowsWhere } from './rows.ts';
import { sortedOrder } from './sorted-order.ts';

/**
 * Empty rows behind the last value of their series are no observations: nothing was observed there yet. What was known when the row was
 * delivered counts, so that a plan stays one after its days have come true. A series without any value keeps its empty rows in quarantine,
 * where they name it.
 *
 * @param lastBefore where deliveries before these rows are read already: the instant of the last value of a series, by position of its id; undefined
 * where it had none
 */
export function markPlanned(
  { rows, ids, id, instantMs, delivery, fate }: Observations,
  lastBefore: (series: number) => number | undefined = () => undefined,
): void {
  if (!fate.includes(FATE.empty)) return;
  const isEmpty = Uint32Array.from(fate, (one) => (one === FATE.empty ? 1 : 0));
  const [hasEmpty, hasValue] = [new Uint8Array(ids.length), new Uint8Array(ids.length)];
  const isValue = (row: number) => fate[row] < FIRST_REASON || fate[row] === FATE['incomplete-period'];
  for (let row = 0; row < rows; row++) {
    if (isEmpty[row] === 1) hasEmpty[id[row]] = 1;
    else if (isValue(row)) hasValue[id[row]] = 1;
  }
  for (let series = 0; series < ids.length; series++) if (lastBefore(series) !== undefined) hasValue[series] = 1;
  const concerned = rowsWhere(
    rows,
    (row) => hasEmpty[id[row]] === 1 && hasValue[id[row]] === 1 && (isEmpty[row] === 1 || isValue(row)),
  );
  let lastMs = -Infinity;
  let current = -1;
  // The values of a delivery before its empty rows.
  for (const row of sortedOrder(concerned, [isEmpty, delivery, id])) {
    if (id[row] !== current) [current, lastMs] = [id[row], lastBefore(id[row]) ?? -Infinity];
    if (isEmpty[row] === 0) lastMs = Math.max(lastMs, instantMs[row]);
    else if (instantMs[row] > lastMs) fate[row] = FATE.planned;
  }
}
