import type { z } from 'zod';
import type { Dataset } from '../../core/contracts/dataset.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { STEPS } from '../../core/contracts/steps.ts';
import type { Ports } from '../../core/ports.ts';
import { formatPeriod, parseDuration } from '../../core/series/time-axis.ts';
import { slidingWindows } from '../../core/series/windows.ts';
import { run as ingest } from '../ingest/ingest.ts';
import { onAws } from '../shell.ts';
import type { SilverTable } from '../train/silver-table.ts';
import { openSilverTable } from '../train/silver-table.ts';
import { run as transform } from '../transform/transform.ts';

const STEP = STEPS['plan-windows'];
type Input = z.infer<typeof STEP.input>;
type Output = z.infer<typeof STEP.output>;

/**
 * Where the windows lie depends on the first and last date that survive ingest and transform: so both run here once before the
 * first window; there they find their work done.
 *
 * @throws NoObservations when the history is shorter than one window
 */
export async function run({ dataset: name, replayId, windows: asked }: Input, ports: Ports): Promise<Output> {
  const dataset = ports.datasets.find(name);
  const { bronzeVersion } = await ingest({ dataset: name }, ports);
  const { silverVersion } = await transform({ dataset: name, bronzeVersion }, ports);
  const silver = await openSilverTable(ports.stores, dataset, silverVersion);

  const lengths = { train: parseDuration(dataset.training.length), evaluate: parseDuration(dataset.evaluation.length) };
  const windows = slidingWindows(silver.axis, silver.span, lengths).slice(0, asked);

  if (windows.length === 0) throw tooShort(dataset, silver);
  return { windows: windows.map((window, index) => ({ ...window, runId: runIdOf(replayId, index) })) };
}

export const handler = onAws(STEP, run);

/** Cut where the replay's name is long: an execution's name has 64 characters here. */
function runIdOf(replayId: string, index: number): string {
  const suffix = `-w${String(index + 1).padStart(2, '0')}`;
  return `${replayId.slice(0, 64 - suffix.length)}${suffix}`;
}

function tooShort({ name, training, evaluation }: Dataset, { axis, span }: SilverTable): PlatformError {
  return new PlatformError(ERROR_NAMES.noObservations, {
    problem: `the history of '${name}' is shorter than one window`,
    got: `${formatPeriod(axis, span.first)}..${formatPeriod(axis, span.last)}`,
    allowed: `at least ${training.length} of training and ${evaluation.length} of evaluation`,
    hint: 'shorten training.length or evaluation.length (--train, --evaluate)',
  });
}
