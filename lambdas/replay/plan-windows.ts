import type * as z from 'zod';
import type { Dataset } from '../../core/contracts/dataset.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { planWindowsStep } from '../../core/contracts/steps/replay.ts';
import { tablePath } from '../../core/contracts/tables.ts';
import type { Ports, Stores } from '../../core/ports.ts';
import { periodNumber } from '../../core/series/dating.ts';
import { formatPeriod, parseDuration, type TimeAxis } from '../../core/series/time-axis.ts';
import { slidingWindows } from '../../core/series/windows.ts';
import { dsUnitMs } from '../../core/series/ds-column.ts';
import { type PeriodRange } from '../../core/series/period-range.ts';
import { openTable } from '../../tables/index.ts';
import { run as ingest } from '../ingest/ingest.ts';
import { onAws } from '../shell.ts';
import type { SilverTable } from '../../lake/silver-table.ts';
import { openSilverTable } from '../../lake/silver-table.ts';
import { run as transform } from '../transform/transform.ts';

type Input = z.infer<typeof planWindowsStep.input>;
type Output = z.infer<typeof planWindowsStep.output>;

/**
 * Where the windows lie depends on the first date that was delivered, its value sound or not, and on the last one that survives:
 * so ingest and transform run here once before the first window; there they find their work done.
 *
 * @throws NoObservations when the history is shorter than the windows asked for, or than one
 */
export async function run(
  { dataset: name, replayId, windows: asked }: Input,
  ports: Pick<Ports, 'stores' | 'shared' | 'datasets' | 'metrics' | 'notifier' | 'clock'>,
): Promise<Output> {
  const dataset = ports.datasets.find(name);
  const { bronzeVersion } = await ingest({ dataset: name }, ports);
  const { silverVersion } = await transform({ dataset: name, bronzeVersion }, ports);
  const silver = await openSilverTable(ports.stores, dataset, silverVersion);

  const lengths = { train: parseDuration(dataset.training.length), evaluate: parseDuration(dataset.evaluation.length) };
  const span = {
    first: await firstDelivered(ports.stores, dataset, { bronzeVersion, silver }),
    last: silver.span.last,
  };
  const windows = slidingWindows(silver.axis, span, { ...lengths, count: asked });

  if (windows.length < (asked ?? 1)) throw tooShort(dataset, { axis: silver.axis, span, asked, fit: windows.length });
  return { windows: windows.map((window, index) => ({ ...window, runId: runIdOf(replayId, index) })) };
}

export const handler = onAws(planWindowsStep, run);

function runIdOf(replayId: string, index: number): string {
  return `${replayId}-w${String(index + 1).padStart(2, '0')}`;
}

/** From the log's statistics; a date off the calendar counts for the period it lies in. */
async function firstDelivered(
  stores: Stores,
  { name }: Dataset,
  { bronzeVersion, silver }: { readonly bronzeVersion: number; readonly silver: SilverTable },
): Promise<number> {
  const bronze = await openTable({ store: stores.bronze, path: tablePath(name, 'observations') }, bronzeVersion);
  const starts = bronze.files.flatMap(({ stats }) => (typeof stats?.min.ds === 'number' ? [stats.min.ds] : []));
  const firstMs = Math.min(...starts) * dsUnitMs(silver.axis.frequency);
  return Math.min(periodNumber(silver.axis.frequency, firstMs), silver.span.first);
}

interface Shortage {
  readonly axis: TimeAxis;
  readonly span: PeriodRange;
  readonly asked: number | undefined;
  readonly fit: number;
}

function tooShort({ name, training, evaluation }: Dataset, { axis, span, asked, fit }: Shortage): PlatformError {
  const lengths = `${training.length} of training and ${evaluation.length} of evaluation`;
  const shorten = 'shorten training.length or evaluation.length (--train, --evaluate)';
  return new PlatformError(ERROR_NAMES.noObservations, {
    problem: `the history of '${name}' is too short for ${asked === undefined ? 'one window' : `${String(asked)} windows`}`,
    got: `${formatPeriod(axis, span.first)}..${formatPeriod(axis, span.last)}`,
    allowed:
      fit === 0 ? `nothing: not one window of ${lengths} fits in` : `${String(fit)} windows of ${lengths} fit in`,
    hint: fit === 0 ? shorten : `ask for fewer windows (--windows), or ${shorten}`,
  });
}
