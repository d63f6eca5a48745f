import type * as z from 'zod';
import type { recordRunStep } from '../../../core/contracts/steps/pipeline.ts';
import { limitActuals } from '../../../core/backtest/actuals.ts';
import { addErrors, NO_ERRORS, realisedMetrics } from '../../../core/evaluate/realised-errors.ts';
import type { ProductionRecord } from '../../../core/evaluate/run-record.ts';
import { Scorecard } from '../../../core/evaluate/scorecard.ts';
import type { Ports } from '../../../core/ports.ts';
import { type PeriodRange, periodRange } from '../../../core/series/period-range.ts';
import { parsePeriod, type TimeAxis } from '../../../core/series/time-axis.ts';
import { publishedForecasts } from '../../../lake/forecasts.ts';
import { gatherActuals } from '../../../lake/gather-actuals.ts';
import { openSilverTable } from '../../../lake/silver-table.ts';

type Input = z.infer<typeof recordRunStep.input>;
type Live = NonNullable<Input['live']>;

const NOTHING_LIVE: ProductionRecord = { version: null, realised: null, joined: 0, actions: [] };

/** The error of the forecasts that were in force on each date of the window: a stretch from one change to the next, pooled. */
export async function livedThrough(
  { dataset: name, live, window, evaluate }: Input,
  ports: Pick<Ports, 'datasets' | 'stores'>,
): Promise<ProductionRecord> {
  if (live === null) return NOTHING_LIVE;
  const dataset = ports.datasets.find(name);
  const silver = await openSilverTable(ports.stores, dataset, evaluate.data.silverVersion);
  const range = { start: window.train.start, end: window.evaluate.end };
  const actuals = await gatherActuals(silver, dataset, { training: window.train, range });

  let errors = NO_ERRORS;
  for (const { forecastRunId, periods } of stretches(live, silver.axis, periodRange(silver.axis, window.evaluate))) {
    const inForce = new Map([...actuals].map(([id, known]) => [id, limitActuals(known, periods)]));
    const card = new Scorecard(silver.axis, inForce);
    for await (const batch of publishedForecasts(ports.stores, name, forecastRunId)) card.add(batch);
    errors = addErrors(errors, card.pooled());
  }
  return {
    version: live.version,
    realised: realisedMetrics(errors),
    joined: errors.joined,
    actions: live.looks.map(({ asOf, action, before, version }) => {
      return { asOf, kind: action.kind, reasons: action.reasons, before, version };
    }),
  };
}

interface Stretch {
  readonly forecastRunId: string;
  readonly periods: PeriodRange;
}

/** Which run's forecasts were in force when: those of a look begin in the period after it. */
function stretches({ forecastRunId, looks }: Live, axis: TimeAxis, { first, last }: PeriodRange): readonly Stretch[] {
  const found: Stretch[] = [];
  let runId = forecastRunId;
  let start = first;
  for (const look of looks) {
    if (look.forecastRunId === runId) continue;
    const end = parsePeriod(axis, look.asOf);
    found.push({ forecastRunId: runId, periods: { first: start, last: end } });
    runId = look.forecastRunId;
    start = end + 1;
  }
  return [...found, { forecastRunId: runId, periods: { first: start, last } }];
}
