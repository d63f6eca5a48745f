import type * as z from 'zod';
import { METRIC_NAMES, metricDocument } from '../../core/contracts/published-metrics.ts';
import { reportKeys } from '../../core/contracts/keys.ts';
import { quarantineShare } from '../../core/contracts/steps/counts.ts';
import { transformStep } from '../../core/contracts/steps/transform.ts';
import { uriOf, type Ports } from '../../core/ports.ts';
import { rangeOf, reportSlice } from '../../core/transform/report-slice.ts';
import { doneVersion } from '../../core/transform/silver-txn.ts';
import { withdrawnDeliveries } from '../../core/contracts/rulings.ts';
import { jsonBytes } from '../../lake/json-object.ts';
import { rulingsOn } from '../../lake/rulings.ts';
import { onAws } from '../shell.ts';
import { findSilver } from './transform/find-silver.ts';
import { readSilver } from './transform/read-silver.ts';
import { openSilver } from './transform/silver.ts';

type Input = z.infer<typeof transformStep.input>;
type Output = z.infer<typeof transformStep.output>;

/**
 * Brings silver up to at least the asked bronze version, without the deliveries that are withdrawn, and counts what the range holds. Bronze is read once a version; after that,
 * counting is a matter of sums. The report of what is refused and what is missing is written in any case, silver only where the contract
 * tolerates it.
 * @throws DeliveryBeyondLimits, QuarantineShareExceeded, NoObservations
 */
export async function run(
  input: Input,
  ports: Pick<Ports, 'stores' | 'datasets' | 'metrics' | 'clock' | 'place'>,
): Promise<Output> {
  const { stores, clock } = ports;
  const dataset = ports.datasets.find(input.dataset);
  const tables = await openSilver(dataset, ports);
  // Another run may have gone further: counts that describe an older silver than the one there would not add up.
  const bronzeVersion = Math.max(input.bronzeVersion, doneVersion(tables.series.txns));
  const rulings = await rulingsOn(stores.bronze, dataset.name);
  const asked = { bronzeVersion, withdrawn: withdrawnDeliveries(rulings) };
  const silver =
    (await findSilver(dataset, tables, asked)) ??
    (await readSilver(dataset, tables, { ...asked, rulings, stores, clock, place: ports.place }));

  const range = rangeOf(silver, input.range);
  const { report, refusal } = reportSlice(silver, range, await silver.seriesIn(range));

  const { counts, totals, gaps, lastObservation } = report;
  const reportKey = reportKeys.transform(dataset.name, bronzeVersion, range);
  await stores.artifacts.write(reportKey, jsonBytes(report));
  publishShare(dataset.name, counts, ports);
  if (refusal !== undefined) {
    await silver.keepUnread();
    throw refusal;
  }
  if (lastObservation === null) throw new Error('a slice without observations was not refused');
  const versions = await silver.keep();
  return {
    range,
    bronzeVersion,
    ...versions,
    counts,
    totals,
    series: gaps.series,
    lastObservation,
    gaps: { series: gaps.seriesWithGaps, missingPeriods: gaps.missingPeriods },
    reportUri: uriOf(stores.artifacts, reportKey),
  };
}

export const handler = onAws(transformStep, run);

function publishShare(
  dataset: string,
  counts: Output['counts'],
  { metrics, clock }: Pick<Ports, 'metrics' | 'clock'>,
): void {
  const figures = { [METRIC_NAMES.quarantineShare]: { value: quarantineShare(counts), unit: 'None' } } as const;
  metrics.publish(metricDocument({ namespace: metrics.namespace, dataset, figures, atMs: clock.nowMs() }));
}
