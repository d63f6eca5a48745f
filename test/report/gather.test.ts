import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { runKeys } from '../../core/contracts/keys.ts';
import { gatherReport } from '../../report/gather/gather-report.ts';
import type { ReportData } from '../../report/report-data.ts';
import { replayedDataset, weeklyCsv } from '../local/policies/histories.ts';
import { runToSuccess, triggeredDefinitions } from '../local/policies/replay-in-memory.ts';
import { memoryPorts } from '../support/ports.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const dataset = replayedDataset();
let data: ReportData;

beforeAll(async () => {
  const ports = memoryPorts({ datasets: [dataset] });
  ports.stores.landing.put(dataset.source.prefix, weeklyCsv());
  const input = { dataset: dataset.name, policy: 'gates', windows: 2 };
  const definitions = triggeredDefinitions();
  await runToSuccess({ definitions, host: () => ports, machine: 'replay', name: 'replay', input });
  const outDir = await temporaryFolder();
  await mkdir(join(outDir, 'executions'));
  const replay = await ports.stores.artifacts.read(runKeys.replay(dataset.name, 'replay'));
  await writeFile(join(outDir, 'replay.json'), replay);
  data = await gatherReport({ outDir, ports, dataset, machines: [] });
});

function rmse(errors: readonly number[]): number {
  return Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
}

describe('a report of a replay of two years', () => {
  it('has what users got on each date: the errors are those of the run record', () => {
    expect(data.windows).toHaveLength(2);
    const [series] = data.series;
    data.windows.forEach(({ production, naiveRmse }, at) => {
      const { y, yhat, lower, upper, ...scores } = series.windows[at]!;
      const errors = [...y].flatMap((value, step) => (Number.isNaN(value) ? [] : [yhat[step] - value]));
      expect(errors).toHaveLength(52);
      expect(rmse(errors)).toBeCloseTo(production.realised!.rmse!, 10);
      expect(scores).toEqual({ rmse: expect.closeTo(production.realised!.rmse!, 10), naiveRmse });
      const inside = [...y].filter((value, step) => lower[step] <= value && value <= upper[step]);
      expect(inside.length / 52).toBeCloseTo(production.realised!.coverage!, 10);
    });
  });

  it('changes forecasts at each look, which a version that is held does not', () => {
    const [window] = data.windows;
    const held = data.horizons[0].candidates[window.recipe];
    const total = held.squared.reduce((sum, value) => sum + value, 0);
    expect(Math.sqrt(total / 52)).toBeCloseTo(window.realised.rmse!, 10);
    expect(window.production.realised!.rmse).not.toBeCloseTo(window.realised.rmse!, 6);
  });

  it('has the errors of each candidate of the window, by steps ahead', () => {
    const [window] = data.windows;
    const { candidates } = data.horizons[0];
    expect(Object.keys(candidates)).toEqual([window.recipe, ...Object.keys(window.candidates)]);
    for (const [name, { realised }] of Object.entries(window.candidates)) {
      const { squared, joined } = candidates[name];
      const sums = [squared, joined].map((values) => values.reduce((sum, value) => sum + value, 0));
      expect(Math.sqrt(sums[0] / sums[1])).toBeCloseTo(realised.rmse!, 10);
    }
  });

  it('has the guard of every refresh, and every selection once with its folds', () => {
    const refreshes = data.versions.filter(({ refreshOf }) => refreshOf !== null);
    const selections = data.versions.filter(({ refreshOf }) => refreshOf === null).map(({ version }) => version);
    expect(data.guards.map(({ version }) => version)).toEqual(
      expect.arrayContaining(refreshes.map(({ version }) => version)),
    );
    expect(data.selections.map(({ version }) => version)).toEqual(selections);
    for (const { trials } of data.selections) {
      expect(trials.map(({ candidate }) => candidate.name)).toEqual(dataset.candidates.map(({ name }) => name));
      for (const { folds, crossValidation } of trials) expect(folds).toHaveLength(crossValidation.folds);
    }
  });

  it('explains the newest forecast that was published', () => {
    const { explained } = data;
    const newest = data.windows[1].production.looks.findLast(({ kind }) => kind === 'refresh');
    expect(explained?.version).toBe(newest?.version);
    const [{ yhat, effects, uniqueId }] = explained!.series;
    expect(uniqueId).toBe(data.series[0].uniqueId);
    yhat.forEach((value, step) => {
      expect(effects.reduce((sum, { values }) => sum + values[step], 0)).toBeCloseTo(value, 9);
    });
  });
});
