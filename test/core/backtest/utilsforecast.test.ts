import { execFileSync } from 'node:child_process';
import { beforeAll, expect, it } from '@jest/globals';
import { correlatedNoise, uniform } from '../../../bench/data/noise.ts';
import {
  mqloss,
  quantileLoss,
  quantilesOf,
  scaledCrps,
  scaledMqloss,
  scaledQuantileLoss,
  winkler,
} from '../../../core/backtest/interval-scores.ts';
import { addIntervals, intervalScores, intervalSums } from '../../../core/backtest/interval-sums.ts';
import { bias, coverage, mae, mape, mase, maseScale, mse, rmse, smape } from '../../../core/backtest/metrics.ts';
import { SeasonalDifferences } from '../../../core/series/seasonal-differences.ts';
import { describeWith } from '../../support/oracles.ts';
import { pythonVenv } from '../../support/python.ts';

const SEASON = 7;
const LEVELS = [80, 95] as const;
const PANEL = Array.from({ length: 10 }, (_, seed) => randomSeries(seed));

/** Actuals around zero and far from it, some of them zero; intervals that hold some of them, and are not symmetric. */
function randomSeries(seed: number) {
  const random = uniform(seed);
  const noise = correlatedNoise(seed, 0.5 * random());
  const [size, level, points] = [10 ** (4 * random() - 2), 6 * random() - 3, 20 + Math.floor(60 * random())];
  const draw = (count: number) => Array.from({ length: count }, () => size * (level + noise()));
  const y = draw(points).map((value) => (random() < 0.1 ? 0 : value));
  const yhat = draw(points);
  const intervals = LEVELS.map((percent, i) => ({
    level: percent / 100,
    lower: yhat.map((value) => value - size * (i + 1.5 * random())),
    upper: yhat.map((value) => value + size * (i + 1.2 * random())),
  }));
  return { uniqueId: `s${seed}`, y, yhat, intervals, train: draw(50) };
}

function scaleOf({ uniqueId, train }: (typeof PANEL)[number]): number | null {
  const differences = new SeasonalDifferences(
    { uniqueId, ds: Int32Array.from(train.keys()), y: Float64Array.from(train) },
    SEASON,
  );
  differences.advanceTo(train.length);
  return maseScale(differences);
}

function lossesOf(series: (typeof PANEL)[number]): Readonly<Record<string, number | null>> {
  const { y, yhat, intervals } = series;
  const [main] = intervals;
  const [scale, quantiles] = [scaleOf(series), quantilesOf(yhat, intervals)];
  const lowest = { q: 0.1, yhat: main.lower };
  return {
    mse: mse(y, yhat),
    rmse: rmse(y, yhat),
    mae: mae(y, yhat),
    bias: bias(y, yhat),
    // utilsforecast halves the field's definition: its own lies on [0, 1].
    smape: smape(y, yhat) / 2,
    mape: mape(y, yhat),
    mase: mase(y, yhat, scale),
    coverage: coverage(y, main.lower, main.upper),
    winkler: winkler(y, main),
    quantileLoss: quantileLoss(y, lowest),
    scaledQuantileLoss: scaledQuantileLoss(y, lowest, scale),
    mqloss: mqloss(y, quantiles),
    scaledMqloss: scaledMqloss(y, quantiles, scale),
    scaledCrps: scaledCrps(y, quantiles),
  };
}

/** The panel's columns; its series as the one series 'all' for a second time, which is what pooling comes to. */
function request(): string {
  const rows = [
    ...PANEL.map((series) => ({ ...series, id: series.uniqueId })),
    ...PANEL.map((s) => ({ ...s, id: 'all' })),
  ];
  const columns = (of: (series: (typeof PANEL)[number]) => readonly number[]) => rows.flatMap(of);
  const ends = LEVELS.flatMap((percent, i) => [
    [`m-lo-${percent}`, columns(({ intervals }) => intervals[i].lower)],
    [`m-hi-${percent}`, columns(({ intervals }) => intervals[i].upper)],
  ]);
  const ids = rows.flatMap(({ id, y }) => y.map(() => id));
  return JSON.stringify({
    panel: {
      unique_id: ids,
      ds: ids.map((_, i) => i),
      y: columns(({ y }) => y),
      m: columns(({ yhat }) => yhat),
      ...Object.fromEntries(ends),
    },
    train: {
      unique_id: rows.flatMap(({ id, train }) => train.map(() => id)),
      ds: rows.flatMap(({ train }) => [...train.keys()]),
      y: columns(({ train }) => train),
    },
    levels: LEVELS,
    season: SEASON,
  });
}

const python = await pythonVenv('utilsforecast', ['utilsforecast==0.2.17']);

describeWith('python3', python)('utilsforecast', () => {
  let oracle: Readonly<Record<string, Readonly<Record<string, number>>>>;

  beforeAll(() => {
    const script = new URL('utilsforecast_oracle.py', import.meta.url).pathname;
    oracle = JSON.parse(execFileSync(python!, [script], { input: request(), encoding: 'utf8' }));
  });

  it.each(PANEL.map((series) => [series.uniqueId, series] as const))('computes the same losses of %s', (id, series) => {
    const ours = lossesOf(series);
    expect(Object.keys(ours).sort()).toEqual(Object.keys(oracle).sort());
    for (const [name, value] of Object.entries(ours)) {
      expect([name, value! / oracle[name][id]]).toEqual([name, expect.closeTo(1, 10)]);
    }
  });

  it('computes the same scores of all series together', () => {
    const sums = PANEL.map((series) =>
      intervalSums(
        series.y,
        { yhat: series.yhat, intervals: [series.intervals[0], series.intervals[1]] },
        scaleOf(series),
      ),
    );
    const scores = intervalScores(sums.reduce(addIntervals));
    for (const name of ['winkler', 'mqloss', 'scaledCrps'] as const) {
      expect([name, scores[name]! / oracle[name].all]).toEqual([name, expect.closeTo(1, 10)]);
    }
    const weighted = PANEL.reduce((sum, { uniqueId, y }) => sum + y.length * oracle.scaledMqloss[uniqueId], 0);
    const points = PANEL.reduce((sum, { y }) => sum + y.length, 0);
    expect(scores.scaledMqloss! / (weighted / points)).toBeCloseTo(1, 10);
  });
});
