import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from '@jest/globals';
import { recipeForecaster } from '../../../core/blend/recipe-forecaster.ts';
import type { Candidate } from '../../../core/contracts/dataset.ts';
import type { Frequency } from '../../../core/contracts/frequency.ts';
import { buildModel, familyOf } from '../../../core/models/families.ts';
import { modelFor } from '../../../core/models/family.ts';
import {
  encodeModelHeader,
  encodeSeriesModel,
  lineRegressors,
  type ModelHeader,
  type SeriesModel,
} from '../../../core/models/model-file.ts';
import type { Series } from '../../../core/series/series.ts';
import { formatPeriod, type TimeAxis } from '../../../core/series/time-axis.ts';
import { RECIPE } from '../../support/model-version.ts';
import { describeWith } from '../../support/oracles.ts';
import { pythonVenv } from '../../support/python.ts';

const python = await pythonVenv('mlflow', ['mlflow==3.17.0']);
const folder = await mkdtemp(join(tmpdir(), 'flavour-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The flavour alone, without MLflow: reads rows of JSON, prints what it forecasts. */
const PROGRAM = `
import json, sys
sys.path.insert(0, 'adapters/mlflow/flavour')
import pandas as pd
from forecaster_model import _load_pyfunc
from forecaster_model.errors import CannotForecast
try:
    out = _load_pyfunc(sys.argv[1]).predict(pd.DataFrame(json.load(sys.stdin)))
    print(out.drop(columns='ds').to_json(orient='records', double_precision=15))
except CannotForecast as error:
    print(json.dumps(str(error)))
`;

type Row = Readonly<Record<string, unknown>>;

/** @returns the rows, or why there are none */
async function inPython(model: string, rows: readonly Row[]): Promise<any> {
  const file = join(folder, 'model.jsonl');
  await writeFile(file, model);
  const call = promisify(execFile)(python!, ['-W', 'ignore', '-c', PROGRAM, file], { maxBuffer: 1e8 });
  call.child.stdin!.end(JSON.stringify(rows));
  return JSON.parse((await call).stdout);
}

interface Case {
  readonly name: string;
  readonly frequency: Frequency;
  readonly phase?: number;
  readonly seasonLength: number;
  readonly candidates: readonly Candidate[];
  readonly header?: Partial<ModelHeader>;
  readonly line?: Partial<SeriesModel>;
  /** From the first period of training to the last of the horizon; without: none. */
  readonly regressor?: (period: number) => number;
  readonly periods?: number;
}

const named = (family: string, options: Candidate['options'] = {}): Candidate => ({ name: family, family, options });
const EVERY = ['seasonal-naive', 'climatology', 'harmonic', 'prophet', 'theta', 'damped'].map((family) => named(family));
const HOLIDAYS = [{ name: 'feast', dates: ['2021-12-24', '2022-12-24', '2023-12-24', '2024-12-24', '2025-01-08'] }];
const LAST: Readonly<Record<Frequency, number>> = {
  ...{ hour: 482_112, day: 20_088, week: 2869 },
  ...{ month: 659, quarter: 219, year: 54 },
};

const CASES: readonly Case[] = [
  { name: 'days', frequency: 'day', seasonLength: 365, candidates: EVERY },
  { name: 'days of a week', frequency: 'day', seasonLength: 7, candidates: EVERY },
  { name: 'an own season', frequency: 'day', seasonLength: 28, candidates: EVERY },
  { name: 'hours', frequency: 'hour', seasonLength: 24, candidates: EVERY, periods: 5000 },
  { name: 'weeks by their Sunday', frequency: 'week', phase: 3, seasonLength: 52, candidates: EVERY },
  { name: 'month ends', frequency: 'month', phase: 1, seasonLength: 12, candidates: EVERY },
  { name: 'last weekdays of months', frequency: 'month', phase: 2, seasonLength: 12, candidates: EVERY },
  { name: 'fiscal quarters', frequency: 'quarter', phase: 64, seasonLength: 4, candidates: EVERY },
  { name: 'years', frequency: 'year', seasonLength: 1, candidates: EVERY, periods: 40 },
  {
    name: 'a prophet that multiplies and saturates',
    frequency: 'day',
    seasonLength: 365,
    candidates: [
      named('prophet', { growth: 'logistic', cap: 200, floor: 5, seasonalityMode: 'multiplicative' }),
      named('harmonic', { trend: false, shrinkage: 0 }),
    ],
  },
  {
    name: 'a prophet that changes often',
    frequency: 'day',
    seasonLength: 365,
    candidates: [named('prophet', { changepointPriorScale: 5, holidays: HOLIDAYS, weeklySeasonality: 2 })],
  },
  {
    name: 'regressors and holidays',
    frequency: 'day',
    seasonLength: 365,
    candidates: [
      named('harmonic', { holidays: HOLIDAYS }),
      named('prophet', { holidays: [{ ...HOLIDAYS[0], lowerWindow: -1, upperWindow: 1 }], holidaysMode: 'multiplicative' }),
      named('theta'),
    ],
    header: { recipe: { ...RECIPE, regressors: ['promotion'] } },
    regressor: (period) => (period % 11) + Math.sin(period),
  },
  {
    name: 'bounds, a position that never occurs, a member that has no state',
    frequency: 'day',
    seasonLength: 7,
    candidates: EVERY,
    header: { bounds: { min: 38, max: 55 } },
    line: { unobserved: ['Saturday', 'Sunday'], choice: 2 },
  },
  {
    name: 'the last value',
    frequency: 'month',
    seasonLength: 12,
    candidates: EVERY,
    line: { simplest: { last: LAST.month, value: 20, sigma: 3, grows: true }, choice: -1 },
  },
  { name: 'the choice alone', frequency: 'day', seasonLength: 7, candidates: EVERY, header: { recipe: { ...RECIPE, kind: 'choice' } } },
  { name: 'the average alone', frequency: 'day', seasonLength: 7, candidates: EVERY, header: { recipe: { ...RECIPE, kind: 'average' } } },
  { name: 'a share of its own', frequency: 'day', seasonLength: 7, candidates: EVERY, line: { share: 0.9, keptFrom: 2, phase: 0 } },
];

function seriesOf({ frequency, periods = 731, regressor, header }: Case): Series {
  const last = LAST[frequency];
  const ds = Int32Array.from({ length: periods }, (_, t) => last - periods + 1 + t).filter((_, t) => t % 37 !== 5);
  const noise = (t: number) => ((t * 7919) % 101) / 20;
  const y = Float64Array.from(
    ds,
    (t) => 40 + (t - last) / 100 + 3 * Math.sin((2 * Math.PI * t) / 7) + 4 * Math.cos((2 * Math.PI * t) / 365.25) + noise(t),
  );
  if (regressor === undefined) return { uniqueId: 'a', ds, y };
  const values = Float64Array.from({ length: periods + 400 }, (_, t) => regressor(last - periods + 1 + t));
  const names = header!.recipe!.regressors!;
  return { uniqueId: 'a', ds, y, regressors: { names, first: last - periods + 1, values } };
}

/** The model file of one series, and what our own code forecasts of it: 200 periods after a hole of one. */
function fitted(one: Case) {
  const { frequency, phase = 0, seasonLength, candidates, line } = one;
  const axis: TimeAxis = { frequency, phase };
  const series = seriesOf(one);
  const last = series.ds[series.ds.length - 1];
  const header: ModelHeader = {
    ...{ format: 'forecaster-model', version: 2, frequency, phase, seed: 1, bounds: {}, chosen: candidates[0].name },
    training: { start: formatPeriod(axis, series.ds[0]), end: formatPeriod(axis, last) },
    yardstick: { name: 'seasonal naive of 1', lag: 1 },
    share: { average: 0.375, level: 1 },
    nearPeriods: 30,
    testedPeriods: 90,
    stateVersions: candidates.map(({ family }) => familyOf(family).stateVersion),
    ...one.header,
    recipe: { ...(one.header?.recipe ?? RECIPE), candidates: [...candidates], seasonLength, furtherLevels: [0.95, 0.995] },
  };
  const fit = (candidate: Candidate) =>
    modelFor(buildModel(candidate, { axis, seasonLength, seed: 1 }), series).prepare(series).fit(series.ds.length);
  const states = candidates.map((candidate, k) => (one.line?.simplest || (line?.unobserved && k === 1) ? null : fit(candidate)));
  const fromNext = Int32Array.from({ length: 200 }, (_, step) => last + 2 + step);
  const model: SeriesModel = {
    ...{ uniqueId: 'a', last, states, weights: states.map((state, k) => (state === null ? 0 : (k + 1) / 10)), choice: 0 },
    ...{ floor: 0.01, scales: { near: [1.25, 2, 3], far: [0.75, 2.5, 4] }, ratios: 40, size: 4, seen: [0, 50], naive: null, scale: 1 },
    ...lineRegressors(series, fromNext),
    ...line,
  };
  const text = `${encodeModelHeader(header)}\n${encodeSeriesModel(model)}\n`;
  const asked = Array.from(fromNext, (period) => ({ unique_id: 'a', ds: formatPeriod(axis, period) }));
  return { text, asked, periods: fromNext, forecast: recipeForecaster(header)(model, fromNext) };
}

describeWith('python3', python)("the Python flavour's forecasts", () => {
  it.each(CASES)('are ours, to the last digits: $name', async (one) => {
    const { text, asked, periods, forecast } = fitted(one);
    const rows = await inPython(text, asked);
    const expected = Array.from(periods, (period) => {
      const at = forecast.ds.indexOf(period);
      if (at < 0) return { ...NOTHING, unique_id: 'a' };
      const { yhat, lower, upper } = forecast;
      return {
        ...{ unique_id: 'a', yhat: yhat[at], yhat_lower: lower[0][at], yhat_upper: upper[0][at] },
        ...{ yhat_lower_95: lower[1][at], yhat_upper_95: upper[1][at] },
        ...{ yhat_lower_99_5: lower[2][at], yhat_upper_99_5: upper[2][at] },
      };
    });
    expect(rows).toHaveLength(200);
    rows.forEach((row: Row, i: number) => expectAlike(row, expected[i]));
  });
});

const NOTHING = {
  ...{ yhat: null, yhat_lower: null, yhat_upper: null, yhat_lower_95: null, yhat_upper_95: null },
  ...{ yhat_lower_99_5: null, yhat_upper_99_5: null },
};

/** Sines and powers of two languages may differ in their last bit. */
function expectAlike(row: Row, expected: Row): void {
  expect(Object.keys(row).sort()).toEqual(Object.keys(expected).sort());
  for (const [name, value] of Object.entries(expected)) {
    if (typeof value !== 'number') expect(row[name]).toBe(value);
    else expect(Math.abs(Number(row[name]) - value)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)));
  }
}
