import type { Dataset } from '../../../core/contracts/dataset.ts';
import { weather } from '../../../datasets/weather.ts';

/**
 * Two weekly series that are learned in a moment. The holdout is so long that the version in Production saw it as well: both sides of a
 * comparison need a twin.
 */
export const SMALL: Dataset = {
  ...weather,
  source: { format: 'csv', prefix: 'weather/' },
  columns: { id: 'series', timestamp: 'date', target: 'value' },
  contract: { ...weather.contract, maxQuarantineShare: 1 },
  regressors: ['warmth'],
  holidays: { country: 'US' },
  training: { length: '8w' },
  evaluation: { length: '1w' },
  seasonLength: 7,
  candidates: [
    { name: 'naive', family: 'seasonal-naive', options: {} },
    { name: 'mean', family: 'climatology', options: { window: 0 } },
  ],
  crossValidation: { initial: '21d', period: '7d', horizon: '7d' },
  promotion: {
    ...weather.promotion,
    holdout: '14d',
    minScoredShare: 0,
    gates: {
      ...weather.promotion.gates,
      minJoinedRows: 1,
      production: { ...weather.promotion.gates.production, tolerance: 10, blockLength: 2, resamples: 50 },
      coverage: { min: 0, max: 1 },
      maxBiasShare: 100,
      maxWorseSeriesShare: 1,
      maxCrossValidationGap: 100,
      maxWorstSegmentRatio: 100,
    },
  },
  monitoring: { ...weather.monitoring, cadence: '7d', coolDown: '7d', maxActionsPerWeek: 7 },
};

/** Another recipe: only a change of it is compared, and asks for approval. */
export function withWindow(window: number, dataset: Dataset = SMALL): Dataset {
  const [naive, mean] = dataset.candidates;
  return { ...dataset, candidates: [naive, { ...mean, options: { window } }].filter((one) => one !== undefined) };
}

/** Whatever is compared is refused. */
export function refusing(dataset: Dataset): Dataset {
  const { promotion } = dataset;
  return { ...dataset, promotion: { ...promotion, gates: { ...promotion.gates, minJoinedRows: 10_000 } } };
}

/** No version has the tag that it asks for. */
export function incompliant(dataset: Dataset): Dataset {
  return { ...dataset, promotion: { ...dataset.promotion, requiredTags: ['seal'] } };
}

/** People are asked of refreshes too. */
export function asking(dataset: Dataset): Dataset {
  return { ...dataset, promotion: { ...dataset.promotion, approveRefreshes: 'always' } };
}

/** A delivery of no row. */
export const HEADER = 'series,date,value,warmth';

/** What is known ahead reaches as far beyond the last value as anything is forecast. */
const DAYS_AHEAD = 14;

/** The day of the week, plus 8 in odd weeks for station a and 2 for b. @param days of history */
export function delivery(first: number, days: number, factor = 1): string {
  const lines = ['a', 'b'].flatMap((station) =>
    Array.from({ length: days + DAYS_AHEAD }, (_, at) => {
      const day = first + at;
      const date = new Date(Date.UTC(2020, 0, 6 + day)).toISOString().slice(0, 10);
      const value = factor * ((day % 7) + (Math.floor(day / 7) % 2) * (station === 'a' ? 8 : 2));
      return `${station},${date},${at < days ? value : ''},${day % 3}`;
    }),
  );
  return `${[HEADER, ...lines].join('\n')}\n`;
}
