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
  // What it puts live stays for the whole window: that is what the others are compared with.
  if (policy === 'promote-latest' || production === null) return { looks: [] };
  const axis = inferAxis(frequency, Date.parse(window.evaluate.start));
  const dates = evaluationDates(axis, window.evaluate, parseDuration(monitoring.cadence));
  const looks = dates.map((asOf, index) => {
    const start = subtractDuration(axis, parsePeriod(axis, asOf) + 1, parseDuration(training.length));
    const range = { start: formatPeriod(axis, start), end: asOf };
    // What came true until the window's end is learned from, but the next window begins with a selection by itself.
    const acts = index < dates.length - 1;
    return { runId: `${runId}-d${String(index + 1).padStart(2, '0')}`, asOf, range, acts };
  });
  return { looks };
}

export const handler = onAws(planLooksStep, run);
