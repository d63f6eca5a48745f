import { reportKeys } from '../../core/contracts/keys.ts';
import type * as z from 'zod';
import { jsonBytes } from '../../lake/json-object.ts';
import { transformStep } from '../../core/contracts/steps/transform.ts';
import type { RowBatch } from '../../core/contracts/table-schema.ts';
import { tablePath } from '../../core/contracts/tables.ts';
import { uriOf, type Ports } from '../../core/ports.ts';
import { OBSERVATION_COLUMNS } from '../../core/transform/observations.ts';
import { planTransform } from '../../core/transform/plan-transform.ts';
import { doneVersion } from '../../core/transform/silver-txn.ts';
import { openTable, readRows, type TableLocation } from '../../tables/index.ts';
import { onAws } from '../shell.ts';
import { openSilver, writeSilver } from './transform/silver.ts';

type Input = z.infer<typeof transformStep.input>;
type Output = z.infer<typeof transformStep.output>;

/**
 * Brings silver up to at least the asked bronze version, and counts what the range holds. The report of what is refused and what
 * is missing is written in any case, silver only where the contract tolerates it.
 * @throws QuarantineShareExceeded, NoObservations
 */
export async function run(input: Input, ports: Pick<Ports, 'stores' | 'datasets' | 'clock'>): Promise<Output> {
  const dataset = ports.datasets.find(input.dataset);
  const silver = await openSilver(dataset, ports);
  const bronze = { store: ports.stores.bronze, path: tablePath(dataset.name, 'observations') };
  // Another run may have gone further: counts that describe an older silver than the one there would not add up.
  const bronzeVersion = Math.max(input.bronzeVersion, doneVersion(silver.series.txns));
  const batches = await readBronze(bronze, bronzeVersion);

  const plan = planTransform(batches, dataset, { bronzeVersion, range: input.range });

  const { range, counts, totals, gaps, lastObservation } = plan.report;
  const report = reportKeys.transform(dataset.name, bronzeVersion, range);
  await ports.stores.artifacts.write(report, jsonBytes(plan.report));
  if (plan.refusal !== undefined) throw plan.refusal;
  if (lastObservation === null) throw new Error('a slice without observations was not refused');
  const versions = await writeSilver(plan, silver, { dataset, nowMs: ports.clock.nowMs() });
  return {
    range,
    bronzeVersion,
    ...versions,
    counts,
    totals,
    series: gaps.series,
    lastObservation,
    gaps: { series: gaps.seriesWithGaps, missingPeriods: gaps.missingPeriods },
    reportUri: uriOf(ports.stores.artifacts, report),
  };
}

export const handler = onAws(transformStep, run);

async function readBronze(location: TableLocation, version: number): Promise<readonly RowBatch[]> {
  const batches: RowBatch[] = [];
  for await (const batch of readRows(await openTable(location, version), { columns: OBSERVATION_COLUMNS })) {
    batches.push(batch);
  }
  return batches;
}
