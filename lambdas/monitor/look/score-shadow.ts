import { addErrors, NO_ERRORS } from '../../../core/evaluate/realised-errors.ts';
import { Scorecard } from '../../../core/evaluate/scorecard.ts';
import type { Shadow } from '../../../core/monitor/evaluation-window.ts';
import type { Ports } from '../../../core/ports.ts';
import { formatPeriodRange } from '../../../core/series/period-range.ts';
import { parsePeriod, type TimeAxis } from '../../../core/series/time-axis.ts';
import type { JoinedRows } from './score-in-force.ts';

export interface ShadowQuestion {
  readonly dataset: string;
  readonly axis: TimeAxis;
  /** Those of the forecasts in force: only errors on the same rows can be compared. */
  readonly rows: readonly JoinedRows[];
}

/** Forecasts that nobody got: a fixed model gives the same ones whenever it is asked. Of no version, none. */
export async function scoreShadow(
  version: number | undefined,
  { dataset, axis, rows }: ShadowQuestion,
  ports: Pick<Ports, 'stores' | 'registry' | 'forecaster'>,
): Promise<Shadow | null> {
  if (version === undefined) return null;
  const model = await ports.registry.describe(dataset, version);
  const begins = parsePeriod(axis, model.forecast.start);
  let errors = NO_ERRORS;
  for (const { periods, actuals } of rows) {
    // What it has learned from it does not forecast.
    if (periods.first < begins) continue;
    const card = new Scorecard(axis, actuals, model.recipe);
    const range = formatPeriodRange(axis, periods);
    for await (const batch of ports.forecaster.forecast(model, range, ports.stores)) card.add(batch);
    errors = addErrors(errors, card.pooled());
  }
  return { version, errors };
}
