import { describe, expect, it } from '@jest/globals';
import { run } from '../../../lambdas/monitor/measure-ages.ts';
import { readLookedAt, writeLookedAt } from '../../../lake/looked-at.ts';
import { BLEND, world, type World } from './world.ts';

const HOURS = 3_600_000;

/** Hours after everything that the world holds. */
function measure({ ports }: World, hours: number) {
  ports.published.length = 0;
  return run({ dataset: 'weather' }, { ...ports, clock: { nowMs: () => ports.clock.nowMs() + hours * HOURS } });
}

async function live(): Promise<World> {
  const here = await world();
  await here.register(BLEND);
  await here.move(1);
  await here.publish('live-1', 1, { start: '2020-03-02', end: '2020-03-29' });
  return here;
}

describe('measure-ages', () => {
  it('publishes how old the version in Production is, and when somebody looked last', async () => {
    const here = await live();
    await here.look({ at: 'present' });
    expect(await measure(here, 36)).toEqual({ lookAgeHours: 36, modelAgeDays: 1.5, productionVersion: 1, moves: 1 });
    expect(here.ports.published.map((line) => JSON.parse(line))).toMatchObject([
      {
        _aws: {
          CloudWatchMetrics: [
            {
              Dimensions: [['dataset']],
              Metrics: [
                { Name: 'LookAgeHours', Unit: 'None' },
                { Name: 'ModelAgeDays', Unit: 'None' },
                { Name: 'ProductionVersion', Unit: 'None' },
                { Name: 'ProductionMoves', Unit: 'Count' },
              ],
            },
          ],
        },
        dataset: 'weather',
        LookAgeHours: 36,
        ModelAgeDays: 1.5,
        ProductionVersion: 1,
        ProductionMoves: 1,
      },
    ]);
  });

  it('counts from the look, not from what is done in between', async () => {
    const here = await live();
    const { ports } = here;
    await here.look({ at: 'present' });
    expect(await readLookedAt(ports.stores.artifacts, 'weather')).toBe(ports.clock.nowMs());
    await writeLookedAt(ports.stores.artifacts, 'weather', ports.clock.nowMs() - 10 * HOURS);
    const asked = {
      dataset: 'weather',
      transitionId: 'again',
      action: 'roll-back',
      expected: 'any',
      to: 1,
      by: 'ada',
      reason: 'r',
      evidence: null,
    } as const;
    await ports.production.move(asked, ports);
    expect(await measure(here, 36)).toMatchObject({ lookAgeHours: 46, moves: 2 });
  });

  it('counts from the move to Production where nobody has looked at the present', async () => {
    const here = await live();
    await here.look({ at: 'past' });
    expect(await measure(here, 5)).toMatchObject({ lookAgeHours: 5 });
  });

  it('publishes zeros where nothing is in Production: silence would be red', async () => {
    const here = await world();
    expect(await measure(here, 36)).toEqual({ lookAgeHours: 0, modelAgeDays: 0, productionVersion: 0, moves: 0 });
    expect(here.ports.published).toHaveLength(1);
  });
});
