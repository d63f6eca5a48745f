import type { PageSeries } from '../page-data.ts';

/** Series at either end that are named. */
const RANKED = 5;

interface Ranking {
  readonly id: string;
  readonly title: string;
  readonly series: readonly PageSeries[];
}

/** The hardest and the best; of so few that both would be the same, all in one list; of one, or of equals, none. @param series from the worst to the best, those without a ratio last */
export function rankings(series: readonly PageSeries[]): readonly Ranking[] {
  const known = series.filter(({ ratio }) => ratio !== null);
  if (new Set(known.map(({ ratio }) => ratio)).size < 2) return [];
  if (known.length <= 2 * RANKED)
    return [{ id: 'worst-series', title: 'Series, from the hardest to the best', series: known }];
  return [
    { id: 'worst-series', title: 'Hardest series', series: known.slice(0, RANKED) },
    { id: 'best-series', title: 'Best series', series: known.slice(-RANKED).reverse() },
  ];
}
