import type { DeliveryFigures } from '../contracts/delivery-figures.ts';
import type { DeliveryTally } from './tally-deliveries.ts';

/** So many deliveries before one say what is usual; more would hold a panel that grows against what it was long ago. */
const DELIVERIES_LOOKED_AT = 10;
/** One alone says nothing: the first is often years of history, and what follows are days. */
const LEAST_DELIVERIES = 2;

/**
 * Adds what size is usual: the median of the deliveries before. Of an even number of them any size between the two in the middle is one, so
 * that neither years of history before the first daily file nor that file itself makes the next one unusual. Where a person has accepted a
 * delivery, what is usual begins anew with it: who changes from yearly files to daily ones is asked once.
 *
 * @param deliveries in the order of arrival
 * @param isAccepted by the delivery's sha256
 */
export function withUsualRows(
  deliveries: readonly DeliveryTally[],
  isAccepted: (delivery: string) => boolean,
): readonly DeliveryFigures[] {
  let sizes: readonly number[] = [];
  return deliveries.map((tally) => {
    const usualRows = medianOf(sizes);
    sizes = [...(isAccepted(tally.delivery) ? [] : sizes), tally.rows].slice(-DELIVERIES_LOOKED_AT);
    return { ...tally, usualRows };
  });
}

function medianOf(sizes: readonly number[]): DeliveryFigures['usualRows'] {
  if (sizes.length < LEAST_DELIVERIES) return null;
  const sorted = [...sizes].sort((a, b) => a - b);
  return [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
}
