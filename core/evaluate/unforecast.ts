import { type Actuals, limitActuals } from '../backtest/actuals.ts';
import { plural, thousands } from '../contracts/figures.ts';
import { type Unforecast, UNFORECAST_NAMED } from '../contracts/unforecast.ts';
import type { Scorecard } from './scorecard.ts';

/** What came true beside the forecasts of a run; undefined where each value had one. */
export function unforecastOf(
  actuals: ReadonlyMap<string, Actuals>,
  { range, bySeries }: Pick<Scorecard, 'range' | 'bySeries'>,
): Unforecast | undefined {
  const bySize = [...actuals]
    .map(([uniqueId, known]) => {
      const rows = limitActuals(known, range).ds.length - (bySeries.get(uniqueId)?.joined ?? 0);
      return { uniqueId, rows };
    })
    .filter(({ rows }) => rows > 0)
    .sort((a, b) => b.rows - a.rows || (a.uniqueId < b.uniqueId ? -1 : 1));
  if (bySize.length === 0) return undefined;
  return {
    rows: bySize.reduce((sum, { rows }) => sum + rows, 0),
    inAll: bySize.length,
    first: bySize.slice(0, UNFORECAST_NAMED).map(({ uniqueId }) => uniqueId),
  };
}

/** As many as a sentence names. */
const NAMED = 5;

/** One sentence. */
export function unforecastText({ rows, inAll, first }: Unforecast): string {
  const named = first.slice(0, NAMED);
  const more = inAll - named.length;
  return (
    `${thousands(rows)} ${rows === 1 ? 'value' : 'values'} came true that nothing had forecast, of ${plural(inAll, 'series', 'series')} ` +
    `that began after training, or where training held none: ${named.join(', ')}${more > 0 ? `, and ${more} more` : ''}`
  );
}
