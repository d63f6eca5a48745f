import type * as z from 'zod';
import type { Dataset } from '../../core/contracts/dataset.ts';
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
import { foldSilver } from './transform/fold-silver.ts';
import { readSilver } from './transform/read-silver.ts';
import { openSilver, type Silver } from './transform/silver.ts';

type Input = z.infer<typeof transformStep.input>;
type Output = z.infer<typeof transformStep.output>;

/**
 * Brings silver up to at least the asked bronze version, without the deliveries that are withdrawn, and counts what the range holds. A delivery is read
 * once, where it can be folded into what those before it became (docs/decisions/0035-silver-is-folded-by-part.md); counting is a matter of sums. The report
 * of what is refused and what is missing is written in any case, silver only where the contract tolerates it.
 * @throws DeliveryBeyondLimits, QuarantineShareExceeded, NoObservations
 */
export async function run(
  input: Input,
  ports: Pick<Ports, 'stores' | 'datasets' | 'metrics' | 'clock' | 'place'>,
): Promise<Output> {
  const { stores } = ports;
  const dataset = ports.datasets.find(input.dataset);
  const silver = await silverAt(dataset, input.bronzeVersion, ports);
  const { bronzeVersion } = silver;

  const range = rangeOf(silver, input.range);
  const { report, refusal } = reportSlice(silver, range);

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

/** Of the bronze version asked for, or of a later one that silver was brought up to already. */
async function silverAt(
  dataset: Dataset,
  asked: number,
  ports: Pick<Ports, 'stores' | 'clock' | 'place'>,
): Promise<Silver> {
  const { stores, clock, place } = ports;
  const tables = await openSilver(dataset, ports);
  // Another run may have gone further: counts that describe an older silver than the one there would not add up.
  const bronzeVersion = Math.max(asked, doneVersion(tables.series.txns));
  const rulings = await rulingsOn(stores.bronze, dataset.name);
  const reading = { bronzeVersion, withdrawn: withdrawnDeliveries(rulings), rulings, stores, clock, place };
  return (
    (await findSilver(dataset, tables, reading)) ??
    (await foldSilver(dataset, tables, reading)) ??
    (await readSilver(dataset, tables, reading))
  );
}

function publishShare(
  dataset: string,
  counts: Output['counts'],
  { metrics, clock }: Pick<Ports, 'metrics' | 'clock'>,
): void {
  const figures = { [METRIC_NAMES.quarantineShare]: { value: quarantineShare(counts), unit: 'None' } } as const;
  metrics.publish(metricDocument({ namespace: metrics.namespace, dataset, figures, atMs: clock.nowMs() }));
}
