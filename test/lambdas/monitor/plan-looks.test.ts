import { describe, expect, it } from '@jest/globals';
import { run as planLooks } from '../../../lambdas/monitor/plan-looks.ts';
import { memoryPorts } from '../../support/ports.ts';
import { TRAIN, WEEKLY } from './world.ts';

const WINDOW = { train: TRAIN, evaluate: { start: '2020-03-02', end: '2020-03-31' } };

describe('plan-looks', () => {
  const asked = { dataset: 'weather', runId: 'w01', window: WINDOW, policy: 'gates' as const, production: 1 };
  const ports = memoryPorts({ datasets: [WEEKLY] });

  it.each(['gates', 'refresh-latest'] as const)(
    'looks at the end of every cadence on the training length up to that day, by the policy %s',
    async (policy) => {
      expect(await planLooks({ ...asked, policy }, ports)).toEqual({
        looks: [
          { runId: 'w01-d01', asOf: '2020-03-08', range: { start: '2020-01-13', end: '2020-03-08' }, acts: true },
          { runId: 'w01-d02', asOf: '2020-03-15', range: { start: '2020-01-20', end: '2020-03-15' }, acts: true },
          { runId: 'w01-d03', asOf: '2020-03-22', range: { start: '2020-01-27', end: '2020-03-22' }, acts: true },
          { runId: 'w01-d04', asOf: '2020-03-29', range: { start: '2020-02-03', end: '2020-03-29' }, acts: true },
          // The window's end, where the next one begins with a selection.
          { runId: 'w01-d05', asOf: '2020-03-31', range: { start: '2020-02-05', end: '2020-03-31' }, acts: false },
        ],
      });
    },
  );

  it('looks at nothing where nothing is in Production, or the policy has no monitor', async () => {
    expect(await planLooks({ ...asked, production: null }, ports)).toEqual({ looks: [] });
    expect(await planLooks({ ...asked, policy: 'promote-latest' }, ports)).toEqual({ looks: [] });
  });
});
