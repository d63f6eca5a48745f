import * as z from 'zod';
import { periodSchema } from '../core/contracts/date-range.ts';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import type { ReplayWindow } from '../core/contracts/date-range.ts';
import { inferAxis, parseDuration, parsePeriod } from '../core/series/time-axis.ts';
import { slidingWindows } from '../core/series/windows.ts';
import { catalogOf, DATASETS } from '../datasets/index.ts';

export const acceptanceSchema = z.strictObject({ dataset: z.string(), from: periodSchema });
export type Acceptance = z.infer<typeof acceptanceSchema>;

/** What the machine `pipeline` is asked for. */
export interface AcceptanceRun {
  readonly dataset: string;
  readonly window: ReplayWindow;
}

/**
 * The run that says whether a commit is good: the data set's lengths of training and evaluation, from a date on. The same window each time, so
 * that two commits are compared on the same data.
 *
 * @throws DatasetUnknown
 * @throws StepInputInvalid where the date is none of the data set's calendar
 */
export function acceptanceRun({ dataset: name, from }: Acceptance): AcceptanceRun {
  const { frequency, training, evaluation } = catalogOf(DATASETS).find(name);
  const axis = inferAxis(frequency, Date.parse(from));
  const first = parsePeriod(axis, from);
  const lengths = { train: parseDuration(training.length), evaluate: parseDuration(evaluation.length) };
  // Whether the data reach as far nobody knows here: the run itself says so.
  const [window] = slidingWindows(axis, { first, last: Infinity }, { ...lengths, count: 1 });
  return { dataset: name, window };
}

/** The same of an environment that has one. @throws EnvironmentInvalid where it has none */
export function acceptanceRunOf({
  name,
  acceptance,
}: {
  readonly name: string;
  readonly acceptance: Acceptance | 'none';
}): AcceptanceRun {
  if (acceptance !== 'none') return acceptanceRun(acceptance);
  throw new PlatformError(ERROR_NAMES.environmentInvalid, {
    problem: `environments/${name}.ts has no acceptance: no run there says whether a commit is good`,
    got: acceptance,
    allowed: 'a data set and a date',
  });
}
