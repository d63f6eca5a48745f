import { expect, it } from '@jest/globals';
import { usageOf } from '../../../cli/cost/record.ts';
import { recordedUsage } from '../../../cli/cost/month.ts';
import type { Usage } from '../../../core/cost/usage.ts';

/** What does not depend on how fast the machine is. */
const countsOf = ({ machines, series }: Usage) => ({
  series,
  machines: Object.fromEntries(
    Object.entries(machines).map(([machine, { transitions, functions, train, forecast }]) => [
      machine,
      [transitions, functions.count, train.count, forecast.count],
    ]),
  ),
});

it('is what a run of the demo uses today; else run `npm run cost -- --env prod --record`', async () => {
  const [recorded] = recordedUsage();
  const today = await usageOf(1);
  expect(countsOf(recorded)).toEqual(countsOf(today));
  for (const kind of ['writes', 'reads'] as const) {
    const ratio = recorded.requestsPerTask[kind] / today.requestsPerTask[kind];
    expect([kind, ratio > 0.9 && ratio < 1.1]).toEqual([kind, true]);
  }
}, 300_000);
