import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Json } from '../../../asl/index.ts';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { MonitorState } from '../../../core/contracts/monitoring.ts';
import { memoryPorts, type MemoryPorts } from '../../support/ports.ts';
import { replayedDataset, weeklyCsv } from './histories.ts';
import { runToSuccess, triggeredDefinitions } from './replay-in-memory.ts';

const REPLAYED = replayedDataset();
/** A selection ahead of time, which the bad recipe's errors bring, keeps the monitor from acting for one look only. */
const GOOD: Dataset = { ...REPLAYED, monitoring: { ...REPLAYED.monitoring, coolDown: REPLAYED.monitoring.cadence } };
const { gates } = GOOD.promotion;
/** A recipe that knows nothing of the course of the year, past gates that let everything pass. */
const BAD: Dataset = {
  ...GOOD,
  candidates: [{ name: 'mean', family: 'climatology', options: { window: 200 } }],
  promotion: {
    ...GOOD.promotion,
    gates: {
      ...gates,
      production: { ...gates.production, tolerance: 100 },
      cost: { ...gates.cost, tolerance: 100 },
      maxWorseSeriesShare: 1,
      maxWorstSegmentRatio: 1000,
    },
  },
};
const DAY_MS = 86_400_000;
/** Of three years, so many looks after the first selection. */
function sliceAt(looks: number) {
  const end = Date.UTC(2003, 11, 22) + looks * 28 * DAY_MS;
  const dateOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  return { range: { start: dateOf(end - 155 * 7 * DAY_MS), end: dateOf(end) }, asOf: dateOf(end) };
}

describe('a recipe that is worse than the one before', () => {
  const datasets = [GOOD];
  const definitions = triggeredDefinitions();
  let ports: MemoryPorts;

  async function run(machine: string, name: string, input: Readonly<Record<string, Json>>): Promise<void> {
    await runToSuccess({
      definitions,
      host: () => ports,
      machine,
      name,
      input: { dataset: GOOD.name, replay: 'history', ...input },
    });
  }

  async function state(): Promise<MonitorState> {
    const body = await ports.stores.artifacts.read(`monitoring/${GOOD.name}/state.json`);
    return JSON.parse(new TextDecoder().decode(body)) as MonitorState;
  }

  beforeAll(async () => {
    ports = memoryPorts({ datasets });
    ports.stores.landing.put(GOOD.source.prefix, weeklyCsv());
    await run('retrain', 'first', sliceAt(0));
    await run('forecast', 'first', { modelVersion: 'production', after: sliceAt(0).asOf });
    await run('monitor', 'look-1', sliceAt(1));
    datasets[0] = BAD;
    await run('retrain', 'changed', sliceAt(1));
    await run('forecast', 'changed', { modelVersion: 'production', after: sliceAt(1).asOf });
  });

  it('is watched beside the former one, which comes back fitted anew after three looks', async () => {
    const movesOf = async () => (await ports.production.history(GOOD.name)).map(({ action, to }) => [action, to]);
    expect(await movesOf()).toEqual([
      ['promote', 1],
      ['refresh', 2],
      ['promote', 3],
    ]);
    expect((await state()).change).toEqual({ former: 2, since: 3 });

    await run('monitor', 'look-2', sliceAt(2));
    expect(await state()).toMatchObject({ change: { former: 2, since: 3, shadow: 4 } });
    await run('monitor', 'look-3', sliceAt(3));
    await run('monitor', 'look-4', sliceAt(4));
    expect((await movesOf()).at(-1)).toEqual(['return', 7]);
    const { windows, change } = await state();
    expect(change).toBeUndefined();
    expect(windows.slice(1).map(({ recipeSince, former }) => [recipeSince, former?.version])).toEqual([
      [3, 2],
      [3, 4],
      [3, 4],
    ]);
    for (const { rmse, former } of windows.slice(1)) expect(former!.rmse).toBeLessThan(rmse! / 2);

    const { recipe, refreshOf } = await ports.registry.describe(GOOD.name, 7);
    expect(recipe).toEqual((await ports.registry.describe(GOOD.name, 2)).recipe);
    expect(refreshOf).toBe(2);
    await run('monitor', 'look-5', sliceAt(5));
    expect((await movesOf()).at(-1)).toEqual(['refresh', 8]);
    expect((await state()).windows.at(-1)).toMatchObject({ version: 7, recipeSince: 7, former: null });
  });
});
