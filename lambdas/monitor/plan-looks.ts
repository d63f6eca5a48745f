import type * as z from 'zod';
import { planLooksStep } from '../../core/contracts/steps/monitor.ts';
import { evaluationDates } from '../../core/monitor/evaluation-dates.ts';
import type { Ports } from '../../core/ports.ts';
import { subtractDuration, formatPeriod, inferAxis, parseDuration, parsePeriod } from '../../core/series/time-axis.ts';
import { onAws } from '../shell.ts';

type Input = z.infer<typeof planLooksStep.input>;
type Output = z.infer<typeof planLooksStep.output>;

/** When the monitor looks while a window of history is lived through, and what it may know then. */
export async function run(input: Input, { datasets }: Pick<Ports, 'datasets'>): Promise<Output> {
  const { frequency, monitoring, training } = datasets.find(input.dataset);
  const { runId, window, policy, production } = input;
  // The other policies are there to be compared with: nobody watches what they put live.
  if (policy !== 'gates' || production === null) return { looks: [] };
  const axis = inferAxis(frequency, Date.parse(window.evaluate.start));
  const dates = evaluationDates(axis, window.evaluate, parseDuration(monitoring.cadence));
  // At the window's end the next window trains and promotes: there is nothing left to act for.
  const looks = dates.slice(0, -1).map((asOf, index) => {
    const start = subtractDuration(axis, parsePeriod(axis, asOf) + 1, parseDuration(training.length));
    const range = { start: formatPeriod(axis, start), end: asOf };
    return { runId: `${runId}-d${String(index + 1).padStart(2, '0')}`, asOf, range };
  });
  return { looks };
}

export const handler = onAws(planLooksStep, run);
