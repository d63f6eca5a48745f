import type { DeliveryLimits } from '../contracts/data-contract.ts';
import type { DeliveryFigures } from '../contracts/delivery-figures.ts';
import { plural, significant, significantPercent, thousands } from '../contracts/figures.ts';

/** A limit that a delivery is beyond. */
export interface BeyondLimit {
  readonly limit: keyof DeliveryLimits;
  /** What it did, as a clause: '412 of its 1,000 rows give another value for what was held'. */
  readonly what: string;
  /** Its figure, and what is allowed: '41.2 %', 'at most 10 %'. */
  readonly value: string;
  readonly allowed: string;
}

/** Every limit that the delivery is beyond, in the order of the contract; none where it is as it should be. */
export function beyondLimits(figures: DeliveryFigures, limits: DeliveryLimits): readonly BeyondLimit[] {
  return [
    restated(figures, limits),
    size(figures, limits),
    appeared(figures, limits),
    vanished(figures, limits),
  ].filter((beyond) => beyond !== undefined);
}

type Rule = (figures: DeliveryFigures, limits: DeliveryLimits) => BeyondLimit | undefined;

const restated: Rule = ({ restated: rows, rows: all }, { maxRestatedShare: most }) =>
  aboveShare([rows, all], most, {
    limit: 'maxRestatedShare',
    what: `${thousands(rows)} of its ${plural(all, 'row')} give another value for what was known`,
  });

const appeared: Rule = ({ newSeries, knownSeries }, { maxNewSeriesShare: most }) =>
  aboveShare([newSeries, knownSeries], most, {
    limit: 'maxNewSeriesShare',
    what: `${thousands(newSeries)} of its series were never seen before, and ${thousands(knownSeries)} were`,
  });

const vanished: Rule = ({ vanishedSeries, seriesBefore }, { maxVanishedSeriesShare: most }) =>
  aboveShare([vanishedSeries, seriesBefore], most, {
    limit: 'maxVanishedSeriesShare',
    what: `${thousands(vanishedSeries)} of the ${plural(seriesBefore, 'series', 'series')} of the delivery before are not in it`,
  });

/** Of nothing there is no share. */
function aboveShare(
  [part, whole]: readonly [part: number, whole: number],
  most: number | null,
  beyond: Pick<BeyondLimit, 'limit' | 'what'>,
): BeyondLimit | undefined {
  if (most === null || whole === 0 || part / whole <= most) return undefined;
  return { ...beyond, value: significantPercent(part / whole), allowed: `at most ${significantPercent(most)}` };
}

const size: Rule = ({ rows, usualRows }, { minSizeRatio, maxSizeRatio }) => {
  if (usualRows === null) return undefined;
  const [least, most] = usualRows;
  const usual = Math.min(Math.max(rows, least), most);
  const ratio = rows / usual;
  const beyond = {
    what: `it has ${plural(rows, 'row')}, and ${thousands(usual)} are usual`,
    value: `${significant(ratio)} times as many`,
  };
  if (minSizeRatio !== null && ratio < minSizeRatio)
    return { ...beyond, limit: 'minSizeRatio', allowed: `at least ${minSizeRatio} times` };
  if (maxSizeRatio !== null && ratio > maxSizeRatio)
    return { ...beyond, limit: 'maxSizeRatio', allowed: `at most ${maxSizeRatio} times` };
  return undefined;
};
