import { percent, plural } from './figures.ts';
import type { CrossValidationMetrics } from './metrics.ts';

type Scored = Pick<CrossValidationMetrics, 'seriesScored' | 'seriesInAll' | 'pointsScored' | 'pointsInAll'>;

/** Of how much of the panel an error is: '10 of 12 series, 86.0 % of the rows'; a dash where a release before 0.2.0 has not counted. */
export function scoredText({ seriesScored, seriesInAll, pointsScored, pointsInAll }: Scored): string {
  if (seriesScored === undefined || seriesInAll === undefined) return '–';
  const series = `${seriesScored} of ${plural(seriesInAll, 'series', 'series')}`;
  const share =
    pointsScored === undefined || pointsInAll === undefined || pointsInAll === 0
      ? undefined
      : pointsScored / pointsInAll;
  return share === undefined ? series : `${series}, ${percent(share)} of the rows`;
}
