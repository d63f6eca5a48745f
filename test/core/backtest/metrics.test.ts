import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { bias, coverage, mae, mase, maseScale, mdape, mse, rmse, smape } from '../../../core/backtest/metrics.ts';
import { SeasonalDifferences } from '../../../core/series/seasonal-differences.ts';
import { itWith } from '../../support/oracles.ts';
import { pythonVenv } from '../../support/python.ts';

const y = [3, 0, -2, 8, 0];
const yhat = [1, 1, -5, 8, 0];

describe('point losses', () => {
  it('follow their definitions', () => {
    expect(mse(y, yhat)).toBeCloseTo(14 / 5, 12);
    expect(rmse(y, yhat)).toBeCloseTo(1.67332, 5);
    expect(mae(y, yhat)).toBeCloseTo(6 / 5, 12);
    expect(smape(y, yhat)).toBeCloseTo((1 + 2 + 6 / 7 + 0 + 0) / 5, 12);
  });

  it('call forecasts that are too low negatively biased', () => {
    expect(bias(y, yhat)).toBeCloseTo(-4 / 5, 12);
  });

  it('take the median over the actuals that are not zero', () => {
    expect(mdape(y, yhat)).toBeCloseTo(2 / 3, 6);
    expect(mdape([4, 2, 0, 10], [5, 1, 9, 13])).toBeCloseTo(0.3, 6);
  });

  it('have no median where every actual is zero', () => {
    expect(mdape([0, 0], [1, 2])).toBeNull();
  });
});

describe('mase', () => {
  const scaleOf = (values: number[], season: number) => {
    const ds = Int32Array.from(values.keys());
    const differences = new SeasonalDifferences({ uniqueId: 'a', ds, y: Float64Array.from(values) }, season);
    differences.advanceTo(values.length);
    return maseScale(differences);
  };

  it("scales by the seasonal naive's error at the season's own lag", () => {
    const scale = scaleOf([1, 5, 2, 9], 2);
    expect(scale).toBe(2.5);
    expect(mase([3, 4], [4, 8], scale)).toBe(1);
  });

  it('is undefined for a constant series, and for one shorter than a season', () => {
    expect(scaleOf([7, 7, 7, 7], 2)).toBeNull();
    expect(scaleOf([1, 2], 2)).toBeNull();
    expect(mase([1], [2], null)).toBeNull();
  });
});

describe('coverage', () => {
  it('counts both ends of the interval in', () => {
    expect(coverage([1, 2, 3, 4], [1, 0, 4, 0], [2, 2, 5, 3])).toBe(0.5);
  });
});

const ORACLE = `
import json, sys, warnings
warnings.filterwarnings('ignore')
import pandas as pd
from utilsforecast import losses
d = json.load(sys.stdin)
df = pd.DataFrame({'unique_id': 'a', 'y': d['y'], 'm': d['yhat'], 'lo': d['lower'], 'hi': d['upper']})
train = pd.DataFrame({'unique_id': 'a', 'y': d['train']})
value = lambda frame: float(frame['m'].iloc[0])
print(json.dumps({
  'mse': value(losses.mse(df, ['m'])), 'rmse': value(losses.rmse(df, ['m'])), 'mae': value(losses.mae(df, ['m'])),
  'bias': value(losses.bias(df, ['m'])), 'smape': value(losses.smape(df, ['m'])),
  'mase': value(losses.mase(df, ['m'], seasonality=7, train_df=train)),
  'coverage': value(losses.coverage(df.rename(columns={'lo': 'm-lo-80', 'hi': 'm-hi-80'}), ['m'], level=80)),
}))
`;

const python = await pythonVenv('utilsforecast', ['utilsforecast==0.2.12']);

describe('utilsforecast', () => {
  itWith('python3', python)('computes the same losses', async () => {
    const wave = (i: number, seed: number) => Math.round(1e4 * Math.sin(i * seed)) / 1e3;
    const at = (seed: number) => Array.from({ length: 200 }, (_, i) => wave(i + 1, seed));
    const [actual, forecast, train] = [at(1.1), at(1.3), at(1.7)];
    const [lower, upper] = [forecast.map((v) => v - 6), forecast.map((v) => v + 5)];
    const input = JSON.stringify({ y: actual, yhat: forecast, train, lower, upper });
    const oracle = JSON.parse(execFileSync(python!, ['-c', ORACLE], { input, encoding: 'utf8' }));
    const series = { uniqueId: 'a', ds: Int32Array.from(train.keys()), y: Float64Array.from(train) };
    const differences = new SeasonalDifferences(series, 7);
    differences.advanceTo(train.length);

    expect(mse(actual, forecast)).toBeCloseTo(oracle.mse, 9);
    expect(rmse(actual, forecast)).toBeCloseTo(oracle.rmse, 9);
    expect(mae(actual, forecast)).toBeCloseTo(oracle.mae, 9);
    expect(bias(actual, forecast)).toBeCloseTo(oracle.bias, 9);
    // utilsforecast halves the field's definition: its own lies on [0, 1].
    expect(smape(actual, forecast)).toBeCloseTo(2 * oracle.smape, 9);
    expect(mase(actual, forecast, maseScale(differences))).toBeCloseTo(oracle.mase, 9);
    expect(coverage(actual, lower, upper)).toBeCloseTo(oracle.coverage, 9);
  });
});
