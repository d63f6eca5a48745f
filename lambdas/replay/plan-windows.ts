import type * as z from 'zod';
import type { Dataset } from '../../core/contracts/dataset.ts';
import type { DateRange } from '../../core/contracts/date-range.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { feasibility } from '../../core/contracts/feasibility.ts';
import { plural } from '../../core/contracts/figures.ts';
import { periodsIn } from '../../core/contracts/lengths.ts';
import { withdrawnDeliveries } from '../../core/contracts/rulings.ts';
import { planWindowsStep } from '../../core/contracts/steps/replay.ts';
import { tablePath } from '../../core/contracts/tables.ts';
import type { Ports, Stores } from '../../core/ports.ts';
import { periodNumber } from '../../core/series/dating.ts';
import { formatPeriod, parseDuration, periodAtOrBefore, type TimeAxis } from '../../core/series/time-axis.ts';
import { fittingLengths } from '../../core/series/fitting-lengths.ts';
import { slidingWindows } from '../../core/series/windows.ts';
import { dsUnitMs } from '../../core/series/ds-column.ts';
import { type PeriodRange } from '../../core/series/period-range.ts';
import type { Ledger } from '../../core/transform/ledger.ts';
import { observedSpan } from '../../core/transform/observed-span.ts';
import { sliceOf } from '../../core/transform/slice.ts';
import { rulingsOn } from '../../lake/rulings.ts';
import { readLedger } from '../../lake/silver-ledger.ts';
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
  ports: Pick<Ports, 'stores' | 'shared' | 'datasets' | 'metrics' | 'notifier' | 'clock' | 'place'>,
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
  const ledger = await readLedger(ports.stores.silver, name, silverVersion);
  const judged = windows.map((window, index) => {
    const why = ledger && whyNotLived(window.train, { dataset, axis: silver.axis, ledger });
    return { window: { ...window, runId: runIdOf(replayId, index) }, why };
  });
  const lived = judged.flatMap(({ window, why }) => (why === undefined ? [window] : []));
  const skipped = judged.flatMap(({ window, why }) => (why === undefined ? [] : [{ ...window, why }]));
  if (lived.length === 0) throw nothingToLearnFrom(dataset, skipped[0].why);
  return { windows: lived, skipped };
}

export const handler = onAws(planWindowsStep, run);

function runIdOf(replayId: string, index: number): string {
  return `${replayId}-w${String(index + 1).padStart(2, '0')}`;
}

interface History {
  readonly dataset: Dataset;
  readonly axis: TimeAxis;
  readonly ledger: Ledger;
}

/** A hole in history may leave a window without anything that a candidate could be cross-validated on. */
function whyNotLived(
  { start, end }: DateRange,
  { dataset: { frequency, crossValidation }, axis, ledger }: History,
): string | undefined {
  const span = observedSpan(ledger, sliceOf({ start, end }, frequency));
  if (span === undefined) return `no observations in ${start}..${end}`;
  const [first, last] = [span.firstMs, span.lastMs].map((ms) => periodAtOrBefore(axis, ms));
  const { initial, horizon } = crossValidation;
  if (last - first + 1 >= periodsIn(initial, frequency) + periodsIn(horizon, frequency)) return undefined;
  return (
    `in ${start}..${end} observations of ${formatPeriod(axis, first)}..${formatPeriod(axis, last)} alone, ` +
    `and cross-validation takes ${initial} and ${horizon}`
  );
}

function nothingToLearnFrom({ name }: Dataset, why: string): PlatformError {
  return new PlatformError(ERROR_NAMES.noObservations, {
    problem: `no window of the history of '${name}' has enough to learn from`,
    got: why,
    hint: 'look at the gaps of the series, and at what was refused; shorter lengths of cross-validation (crossValidation.initial, crossValidation.horizon) take less',
  });
}

/** From the log's statistics; a date off the calendar counts for the period it lies in, and what is withdrawn not at all. */
async function firstDelivered(
  stores: Stores,
  { name }: Dataset,
  { bronzeVersion, silver }: { readonly bronzeVersion: number; readonly silver: SilverTable },
): Promise<number> {
  const bronze = await openTable({ store: stores.bronze, path: tablePath(name, 'observations') }, bronzeVersion);
  const withdrawn = new Set<unknown>(withdrawnDeliveries(await rulingsOn(stores.bronze, name)));
  const starts = bronze.files.flatMap(({ stats }) =>
    typeof stats?.min.ds === 'number' && !withdrawn.has(stats.min.delivery) ? [stats.min.ds] : [],
  );
  const firstMs = Math.min(...starts) * dsUnitMs(silver.axis.frequency);
  return Math.min(periodNumber(silver.axis.frequency, firstMs), silver.span.first);
}

interface Shortage {
  readonly axis: TimeAxis;
  readonly span: PeriodRange;
  readonly asked: number | undefined;
  readonly fit: number;
}

function tooShort(dataset: Dataset, { axis, span, asked, fit }: Shortage): PlatformError {
  const { name, training, evaluation, frequency } = dataset;
  const lengths = `${training.length} of training and ${evaluation.length} of evaluation`;
  const history = span.last - span.first + 1;
  const shorten = shorterLengths(dataset, history, asked);
  return new PlatformError(ERROR_NAMES.noObservations, {
    problem: `the history of '${name}' is too short for ${asked === undefined ? 'one window' : `${String(asked)} windows`}`,
    got: `${formatPeriod(axis, span.first)}..${formatPeriod(axis, span.last)}, which are ${plural(history, frequency)}`,
    allowed:
      fit === 0 ? `nothing: not one window of ${lengths} fits in` : `${String(fit)} windows of ${lengths} fit in`,
    hint: fit === 0 ? shorten : `ask for ${plural(fit, 'window')} at most, or ${shorten}`,
  });
}

/** Those of cross-validation only where those of the data set do not go with the shorter training. */
function shorterLengths(dataset: Dataset, history: number, windows: number | undefined): string {
  const fitting = fittingLengths(history, dataset.frequency, windows);
  if (fitting === undefined) return 'deliver more of it: no lengths fit that a candidate could be cross-validated in';
  const { train, evaluate, cvInitial, cvPeriod, cvHorizon } = fitting;
  const shorter = { ...dataset, training: { length: train }, evaluation: { length: evaluate } };
  const isEnough = feasibility(shorter).every(({ outcome }) => outcome !== 'refuse');
  const folds = `, crossValidation.initial '${cvInitial}', crossValidation.period '${cvPeriod}', crossValidation.horizon '${cvHorizon}'`;
  return (
    `shorten the lengths${isEnough ? '' : ', the holdout as well'}: ` +
    `training.length '${train}', evaluation.length '${evaluate}'${isEnough ? '' : folds} would fit`
  );
}
