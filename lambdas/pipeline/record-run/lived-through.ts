import type * as z from 'zod';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { recordRunStep } from '../../../core/contracts/steps/pipeline.ts';
import { limitActuals } from '../../../core/backtest/actuals.ts';
import { addErrors, type ErrorSums, NO_ERRORS, realisedMetrics } from '../../../core/evaluate/realised-errors.ts';
import type { ProductionRecord } from '../../../core/evaluate/run-record.ts';
import { Scorecard } from '../../../core/evaluate/scorecard.ts';
import type { Ports } from '../../../core/ports.ts';
import { formatPeriodRange, type PeriodRange, periodRange } from '../../../core/series/period-range.ts';
import { segmentOf } from '../../../core/series/segments.ts';
import { parsePeriod, type TimeAxis } from '../../../core/series/time-axis.ts';
import { publishedForecasts, publishedNotes } from '../../../lake/forecasts.ts';
import { gatherActuals } from '../../../lake/gather-actuals.ts';
import { openSilverTable } from '../../../lake/silver-table.ts';
import { lookRecords } from './look-records.ts';

type Input = z.infer<typeof recordRunStep.input>;
type Live = NonNullable<Input['live']>;

const NOTHING_LIVE: ProductionRecord = {
  version: null,
  realised: null,
  joined: 0,
  bySegment: [],
  inForce: [],
  looks: [],
};

/** The error of the forecasts that were in force on each date of the window, and how they came to be. */
export async function livedThrough(
  { dataset: name, live, window, train, evaluate }: Input,
  ports: Pick<Ports, 'datasets' | 'stores'>,
): Promise<ProductionRecord> {
  if (live === null) return NOTHING_LIVE;
  const dataset = ports.datasets.find(name);
  const silver = await openSilverTable(ports.stores, dataset, evaluate.data.silverVersion);
  const range = { start: window.train.start, end: window.evaluate.end };
  const { yardstick } = train.registration.selection;
  const actuals = await gatherActuals(silver, dataset, { training: window.train, range, yardstick });

  const inForce = stretches(live, silver.axis, periodRange(silver.axis, window.evaluate));
  const errors = new Map<string, ErrorSums>();
  for (const { forecastRunId, periods } of inForce) {
    const cameTrue = new Map([...actuals].map(([id, known]) => [id, limitActuals(known, periods)]));
    const card = new Scorecard(silver.axis, cameTrue, dataset);
    for await (const batch of publishedForecasts(ports.stores, name, forecastRunId)) card.add(batch);
    for (const [id, sums] of card.bySeries) errors.set(id, addErrors(errors.get(id) ?? NO_ERRORS, sums));
  }
  const pooled = [...errors.values()].reduce(addErrors, NO_ERRORS);
  return {
    version: live.version,
    realised: realisedMetrics(pooled),
    joined: pooled.joined,
    bySegment: bySegment(errors, dataset),
    inForce: await Promise.all(
      inForce.map(async ({ periods, ...stretch }) => {
        const { implausible } = await publishedNotes(ports.stores, name, stretch.forecastRunId);
        return { ...stretch, range: formatPeriodRange(silver.axis, periods), implausible };
      }),
    ),
    looks: await lookRecords(name, live.looks, ports.stores.artifacts),
  };
}

interface Stretch {
  readonly forecastRunId: string;
  readonly version: number;
  readonly periods: PeriodRange;
}

/** Which run's forecasts were in force when: those of a look begin in the period after it. */
function stretches(live: Live, axis: TimeAxis, { first, last }: PeriodRange): readonly Stretch[] {
  const found: Stretch[] = [];
  let { forecastRunId, version } = live;
  let start = first;
  for (const look of live.looks) {
    if (look.forecastRunId === forecastRunId) continue;
    const end = parsePeriod(axis, look.asOf);
    found.push({ forecastRunId, version, periods: { first: start, last: end } });
    ({ forecastRunId, version } = look);
    start = end + 1;
  }
  return [...found, { forecastRunId, version, periods: { first: start, last } }];
}

function bySegment(
  errors: ReadonlyMap<string, ErrorSums>,
  { segmentSeparator }: Dataset,
): ProductionRecord['bySegment'] {
  if (segmentSeparator === null) return [];
  const sums = new Map<string, ErrorSums>();
  for (const [id, one] of errors) {
    const segment = segmentOf(id, segmentSeparator);
    sums.set(segment, addErrors(sums.get(segment) ?? NO_ERRORS, one));
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([segment, one]) => ({ segment, realised: realisedMetrics(one), joined: one.joined }));
}
