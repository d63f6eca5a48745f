import { type Actuals, limitActuals } from '../../../core/backtest/actuals.ts';
import { addErrors, type ErrorSums } from '../../../core/evaluate/realised-errors.ts';
import { Scorecard } from '../../../core/evaluate/scorecard.ts';
import type { Stretch } from '../../../core/forecast/publications.ts';
import type { Stores } from '../../../core/ports.ts';
import type { TimeAxis } from '../../../core/series/time-axis.ts';
import { publishedForecasts } from '../../../lake/forecasts.ts';

export interface InForceQuestion {
  readonly dataset: string;
  readonly axis: TimeAxis;
  readonly actuals: ReadonlyMap<string, Actuals>;
  readonly stretches: readonly Stretch[];
}

/** The errors of each series' forecasts, each publication's where it was in force. */
export async function scoreInForce(
  { dataset, axis, actuals, stretches }: InForceQuestion,
  stores: Stores,
): Promise<ReadonlyMap<string, ErrorSums>> {
  const bySeries = new Map<string, ErrorSums>();
  for (const { publication, periods } of stretches) {
    const card = new Scorecard(axis, new Map([...actuals].map(([id, known]) => [id, limitActuals(known, periods)])));
    for await (const batch of publishedForecasts(stores, dataset, publication.runId)) card.add(batch);
    for (const [id, errors] of card.bySeries) {
      const before = bySeries.get(id);
      bySeries.set(id, before === undefined ? errors : addErrors(before, errors));
    }
  }
  return bySeries;
}
