import { beforeAll, describe, expect, it } from '@jest/globals';
import { scoreWindows, type Window } from '../../../bench/truth/in-force.ts';
import type { RunRecord } from '../../../core/evaluate/run-record.ts';
import { replayedDataset, weeklyCsv } from '../../local/policies/histories.ts';
import { runToSuccess, triggeredDefinitions, windowsOf } from '../../local/policies/replay-in-memory.ts';
import { memoryPorts } from '../../support/ports.ts';

const dataset = replayedDataset();
const ports = memoryPorts({ datasets: [dataset] });
const place = { dataset, stores: ports.stores };

describe('what the users of a replayed window got', () => {
  let record: RunRecord;
  let window: Window;
  beforeAll(async () => {
    ports.stores.landing.put(dataset.source.prefix, weeklyCsv());
    const input = { dataset: dataset.name, policy: 'gates', windows: 1 };
    const definitions = triggeredDefinitions();
    await runToSuccess({ definitions, host: () => ports, machine: 'replay', name: 'replay', input });
    [record] = windowsOf(await ports.stores.artifacts.read(`replays/${dataset.name}/replay/replay.json`));
    [window] = await scoreWindows([record], place);
  });

  it('is every week by the forecasts in force, from look to look', () => {
    expect(window.byLook.map(({ joined }) => joined)).toEqual(new Array(13).fill(4));
    expect(window.inForce.joined).toBe(52);
    expect(Math.sqrt(window.inForce.squared / 52)).toBeCloseTo(record.production.realised!.rmse!, 10);
    expect(window.inForce.covered / 52).toBe(record.production.realised!.coverage);
  });

  it('is told apart by whether the next look had come', () => {
    expect(window.upToNextLook).toEqual(window.inForce);
    // Of each of the thirteen forecasts, the weeks of the window after its first four: 48 + 44 + .. + 4 + 0.
    expect(window.beyond.joined).toBe(312);
  });

  it("would be the run record's if the first forecast had stayed", () => {
    expect(window.held.joined).toBe(52);
    expect(Math.sqrt(window.held.squared / 52)).toBeCloseTo(record.realised.rmse!, 10);
  });

  it('knows what became of every look', () => {
    expect(window.looks.map(({ kind, isFitted, isLive }) => [kind, isFitted, isLive])).toEqual([
      ...new Array(12).fill(['refresh', true, true]),
      ['nothing', false, false],
    ]);
    expect(window.looks[0]).toMatchObject({ refusals: [], kept: 0 });
  });

  it('is refused where the run record says otherwise', async () => {
    const { production } = record;
    const better = { ...production, realised: { ...production.realised!, rmse: 0.999 * production.realised!.rmse! } };
    await expect(scoreWindows([{ ...record, production: better }], place)).rejects.toThrow(/the run record says RMSE/);
    const fewer = { ...record, production: { ...production, joined: 51 } };
    await expect(scoreWindows([fewer], place)).rejects.toThrow(/over 51 rows, the tables .* over 52$/);
  });
});
