import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect } from '@jest/globals';
import { train } from '../../../containers/forecaster/training.ts';
import { decodePoints } from '../../../containers/forecaster/points.ts';
import { recipeModels } from '../../../core/blend/recipe-models.ts';
import { decodeModelHeader, decodeSeriesModel, type SeriesModel } from '../../../core/models/model-file.ts';
import { recordedForecastsSchema } from '../../../core/models/forecast-columns.ts';
import type { Series } from '../../../core/series/series.ts';
import { readParquet } from '../../../tables/index.ts';
import { itWith } from '../../support/oracles.ts';
import { pythonVenv } from '../../support/python.ts';
import { filesBelow, fitDirectory, lookFile, RECIPE, trialDirectory, weekly } from './training-directory.ts';

const python = await pythonVenv('numpy', ['numpy==2.3.4']);

/** A course, one that is low and noisy, one that falls to nothing, one that ends earlier, a constant, one too young for folds, and one too short for theta. */
const SERIES: readonly Series[] = [
  weekly('course', '2020-01-01', 91),
  {
    ...weekly('low', '2020-01-01', 91),
    y: Float64Array.from({ length: 91 }, (_, i) => Math.max(0, 3 * Math.sin(i * i))),
  },
  {
    ...weekly('falling', '2020-01-01', 91),
    y: Float64Array.from({ length: 91 }, (_, i) => Math.max(0, 30 - i / 3) + (i % 2)),
  },
  weekly('earlier', '2020-01-01', 88),
  { ...weekly('constant', '2020-01-01', 91), y: new Float64Array(91).fill(4) },
  weekly('young', '2020-03-18', 14),
  weekly('short', '2020-03-29', 3),
];
const BOUNDS = { min: 0, max: 90 };
/** The newest first; what the recipe does not know (prophet) and in another order. */
const LOOKS = [
  {
    course: { rows: 2, mse: { theta: 0.4, mean: 0.9, naive: 1.4 }, ratios: [0.5, 2.5] },
    young: { rows: 2, mse: { theta: 3, mean: 5, naive: null }, ratios: [1.5, 0.2] },
    gone: { rows: 2, mse: { theta: 3, mean: 1, naive: 2 }, ratios: [1, 2] },
  },
  { course: { rows: 3, mse: { theta: 0.8, mean: 0.3, naive: 0.7 }, ratios: [0.1, 1.1, 0.9] } },
];
const KEYS = ['naive', 'mean', 'theta'] as const;

let trials: readonly string[];
beforeAll(async () => {
  trials = await Promise.all(
    RECIPE.candidates.map(async (candidate) => {
      const root = await trialDirectory([SERIES], { candidate, bounds: BOUNDS });
      await train(root);
      return root;
    }),
  );
});

async function pointsOf(trial: string): Promise<ReadonlyMap<string, number[][]>> {
  const bySeries = decodePoints(await readFile(join(trial, 'model/points/part-00000.points')), Infinity);
  const rows = [...bySeries].map(([uniqueId, { cutoff, ds, y, yhat, half }]) => {
    const points = Array.from(ds, (period, i) => [cutoff[i], period, y[i], yhat[i], half[i]]);
    return [uniqueId, points] as const;
  });
  return new Map(rows);
}

/** What each candidate says of the horizon, clipped by nobody: the families have oracles of their own. */
function membersOf({ states }: SeriesModel, horizon: Int32Array) {
  const { members } = recipeModels(
    RECIPE,
    { name: 'seven', lag: 7 },
    { axis: { frequency: 'day', phase: 0 }, seed: 1 },
  );
  return states.map((state, k) => {
    if (state === null) return null;
    const { yhat, lower, upper } = members[k].forecast(state, horizon, 0.8);
    return [yhat, lower, upper].map((values) => [...values]);
  });
}

async function fitted(root: string) {
  const [header, ...lines] = (await readFile(join(root, 'model/model.jsonl'), 'utf8')).trimEnd().split('\n');
  return { header: decodeModelHeader(header), lines: lines.map(decodeSeriesModel) };
}

async function askOracle(root: string, looks: typeof LOOKS) {
  const { header, lines } = await fitted(root);
  const points = await Promise.all(trials.map(pointsOf));
  const horizon = Int32Array.from({ length: 10 }, (_, i) => 18353 + i);
  const series = lines.map((line) => [
    line.uniqueId,
    {
      y: [...SERIES.find(({ uniqueId }) => uniqueId === line.uniqueId)!.y],
      last: line.last,
      points: points.map((one) => one.get(line.uniqueId) ?? []),
      members: membersOf(line, horizon),
    },
  ]);
  const given = {
    candidates: 3,
    near: 3,
    tested: header.testedPeriods,
    levels: [0.8, 0.95],
    share: header.share.average,
    bounds: BOUNDS,
    horizon: [...horizon],
    looks: looks.map((look) =>
      Object.fromEntries(
        Object.entries(look).map(([name, { mse, ...rest }]) => [name, { ...rest, mse: KEYS.map((key) => mse[key]) }]),
      ),
    ),
    series: Object.fromEntries(series),
  };
  const script = join('test', 'containers', 'forecaster', 'fit_oracle.py');
  return JSON.parse(execFileSync(python!, [script], { input: JSON.stringify(given), encoding: 'utf8' }));
}

async function expectSame(root: string, looks: typeof LOOKS): Promise<void> {
  const oracle = await askOracle(root, looks);
  const { lines } = await fitted(root);
  const bytes = await readFile(join(root, 'model/forecasts/part-00000.parquet'));
  const { columns } = await readParquet(bytes, recordedForecastsSchema('day', [0.95]).columns);
  expect(lines.map(({ uniqueId }) => uniqueId)).toEqual(Object.keys(oracle.series));
  lines.forEach((line, index) => {
    const wanted = oracle.series[line.uniqueId];
    const rows = (name: string) => Array.from(columns[name].slice(index * 10, (index + 1) * 10), Number);
    const got = {
      weights: line.weights,
      choice: line.choice,
      floor: line.floor,
      near: line.scales.near,
      far: line.scales.far,
      ratios: line.ratios,
      size: line.size,
      yhat: rows('yhat'),
      lower: [rows('yhat_lower'), rows('yhat_lower_95')],
      upper: [rows('yhat_upper'), rows('yhat_upper_95')],
    };
    for (const [name, value] of Object.entries(wanted)) {
      const [mine, its] = [got[name as keyof typeof got], value].map((one) => [one].flat(3) as number[]);
      expect([line.uniqueId, name, mine.length]).toEqual([line.uniqueId, name, its.length]);
      mine.forEach((number, i) => {
        if (number === null) expect(its[i]).toBeNull();
        else expect(Math.abs(number - its[i])).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(its[i])));
      });
    }
  });
}

itWith('python3', python)('a first fit is what numpy makes of the specification', async () => {
  const root = await fitDirectory([SERIES], { trials, plan: { bounds: BOUNDS } });
  await train(root);
  await expectSame(root, []);
});

itWith('python3', python)('a refresh after two looks, with another share, is', async () => {
  const looks = LOOKS.map((look, index) => lookFile(look, `2020-03-${String(30 - index)}`));
  const root = await fitDirectory([SERIES], {
    trials,
    looks,
    plan: { bounds: BOUNDS, share: { average: 0.8, level: 2 } },
  });
  await train(root);
  await expectSame(root, LOOKS);
});

itWith('python3', python)(
  'the guard allows five times the root mean square of the blend at the near points',
  async () => {
    const first = await fitDirectory([SERIES], { trials, plan: { bounds: BOUNDS } });
    await train(first);
    const root = await fitDirectory([SERIES], {
      trials,
      incumbent: { root: first, version: 4 },
      plan: { bounds: BOUNDS },
    });
    const { allowed } = await askOracle(first, []);
    const summary = await train(root);
    expect(summary).toMatchObject({
      guard: { against: 4, movement: { value: 0, allowed: expect.closeTo(allowed, 9) } },
    });
    expect(await filesBelow(join(root, 'model/forecasts'))).toEqual(await filesBelow(join(first, 'model/forecasts')));
  },
);
