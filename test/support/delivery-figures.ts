import type { DeliveryFigures } from '../../core/contracts/delivery-figures.ts';
import type { DeliveryTally } from '../../core/transform/tally-deliveries.ts';

/** A delivery of 1,000 rows of 100 series, the third of its kind: as those before it. */
export function tally(over: Partial<DeliveryTally> = {}): DeliveryTally {
  return {
    delivery: 'ab'.repeat(32),
    key: 'weather/2012-03.csv',
    sequence: 3,
    rows: 1000,
    newValues: 1000,
    lateValues: 0,
    restated: 0,
    repeated: 0,
    refused: 0,
    planned: 0,
    series: 100,
    newSeries: 0,
    knownSeries: 100,
    vanishedSeries: 0,
    seriesBefore: 100,
    ...over,
  };
}

export function figures(over: Partial<DeliveryFigures> = {}): DeliveryFigures {
  const { usualRows = [1000, 1000], ...others } = over;
  return { ...tally(others), usualRows };
}
