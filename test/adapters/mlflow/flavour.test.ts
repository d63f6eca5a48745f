import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
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
import { MLFLOW } from '../../support/mlflow.ts';
import { pythonVenv } from '../../support/python.ts';

const python = await pythonVenv('mlflow', MLFLOW);
const folder = await mkdtemp(join(tmpdir(), 'flavour-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The flavour alone, without MLflow: of each pair of a model file and rows, what it forecasts, or why it does not. */
const PROGRAM = `
import json, sys
sys.path.insert(0, 'adapters/mlflow/flavour')
import pandas as pd
from forecaster_model import _load_pyfunc
from forecaster_model.errors import CannotForecast
def answer(path, rows):
    try:
        out = _load_pyfunc(path).predict(pd.DataFrame(rows))
        return json.loads(out.drop(columns='ds').to_json(orient='records', double_precision=15))
    except CannotForecast as error:
        return str(error)
print(json.dumps([answer(one['path'], one['rows']) for one in json.load(sys.stdin)]))
`;

type Row = Readonly<Record<string, unknown>>;
interface Asked {
  readonly text: string;
  readonly rows: readonly Row[];
}

/** One start of Python for all. @returns of each the rows, or why there are none */
async function inPython(asked: readonly Asked[]): Promise<readonly (readonly Row[] | string)[]> {
  const input = asked.map(async ({ text, rows }, at) => {
    const path = join(folder, `${at}.jsonl`);
    await writeFile(path, text);
    return { path, rows };
  });
  const call = promisify(execFile)(python!, ['-B', '-W', 'ignore', '-c', PROGRAM], { maxBuffer: 1e8 });
  call.child.stdin!.end(JSON.stringify(await Promise.all(input)));
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
const EVERY = ['seasonal-naive', 'climatology', 'harmonic', 'prophet', 'theta', 'damped'].map((family) =>
  named(family),
);
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
      named('prophet', {
        holidays: [{ ...HOLIDAYS[0], lowerWindow: -1, upperWindow: 1 }],
        holidaysMode: 'multiplicative',
      }),
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
    name: 'days of a month, and every third day, that never occur',
    frequency: 'day',
    seasonLength: 7,
    candidates: [named('theta')],
    line: { unobserved: ['day 11 of the month', 'day 31 of the month', 'days other than one in 3 from 2000-01-02'] },
  },
  {
    name: 'years other than one in two',
    frequency: 'year',
    seasonLength: 1,
    periods: 40,
    candidates: [named('theta')],
    line: { unobserved: ['years other than one in 2 from 2000-01-01'] },
  },
  {
    name: 'the last value',
    frequency: 'month',
    seasonLength: 12,
    candidates: EVERY,
    line: { simplest: { last: LAST.month, value: 20, sigma: 3, grows: true }, choice: -1 },
  },
  {
    name: 'the choice alone',
    frequency: 'day',
    seasonLength: 7,
    candidates: EVERY,
    header: { recipe: { ...RECIPE, kind: 'choice' } },
  },
  {
    name: 'the average alone',
    frequency: 'day',
    seasonLength: 7,
    candidates: EVERY,
    header: { recipe: { ...RECIPE, kind: 'average' } },
  },
  {
    name: 'a share of its own',
    frequency: 'day',
    seasonLength: 7,
    candidates: EVERY,
    line: { share: 0.9, keptFrom: 2, phase: 0 },
  },
];

function seriesOf({ frequency, periods = 731, regressor, header }: Case): Series {
  const last = LAST[frequency];
  const ds = Int32Array.from({ length: periods }, (_, t) => last - periods + 1 + t).filter((_, t) => t % 37 !== 5);
  const noise = (t: number) => ((t * 7919) % 101) / 20;
  const y = Float64Array.from(
    ds,
    (t) =>
      40 + (t - last) / 100 + 3 * Math.sin((2 * Math.PI * t) / 7) + 4 * Math.cos((2 * Math.PI * t) / 365.25) + noise(t),
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
    recipe: {
      ...(one.header?.recipe ?? RECIPE),
      candidates: [...candidates],
      seasonLength,
      furtherLevels: [0.95, 0.995],
    },
  };
  const fit = (candidate: Candidate) =>
    modelFor(buildModel(candidate, { axis, seasonLength, seed: 1 }), series)
      .prepare(series)
      .fit(series.ds.length);
  const states = candidates.map((candidate, k) =>
    one.line?.simplest || (line?.unobserved && k === 1) ? null : fit(candidate),
  );
  const fromNext = Int32Array.from({ length: 200 }, (_, step) => last + 2 + step);
  const model: SeriesModel = {
    ...{
      uniqueId: 'a',
      last,
      states,
      weights: states.map((state, k) => (state === null ? 0 : (k + 1) / 10)),
      choice: 0,
    },
    ...{
      floor: 0.01,
      scales: { near: [1.25, 2, 3], far: [0.75, 2.5, 4] },
      ratios: 40,
      size: 4,
      seen: [0, 50],
      naive: null,
      scale: 1,
    },
    ...lineRegressors(series, fromNext),
    ...line,
  };
  const text = `${encodeModelHeader(header)}\n${encodeSeriesModel(model)}\n`;
  const asked = Array.from(fromNext, (period) => ({ unique_id: 'a', ds: formatPeriod(axis, period) }));
  return { text, asked, periods: fromNext, forecast: recipeForecaster(header)(model, fromNext) };
}

describeWith('python3', python)("the Python flavour's forecasts", () => {
  let answers: Awaited<ReturnType<typeof inPython>> = [];
  const all = CASES.map((one) => ({ name: one.name, ...fitted(one) }));
  beforeAll(async () => {
    answers = await inPython(all.map(({ text, asked: rows }) => ({ text, rows })));
  });

  it.each(all.map((one, at) => ({ ...one, at })))(
    'are ours, to the last digits: $name',
    ({ at, periods, forecast }) => {
      const rows = answers[at];
      expect(rows).toHaveLength(200);
      const { ds, yhat, lower, upper } = forecast;
      Array.from(periods, (period, i) => {
        const own = ds.indexOf(period);
        const expected =
          own < 0
            ? NOTHING
            : {
                ...{ yhat: yhat[own], yhat_lower: lower[0][own], yhat_upper: upper[0][own] },
                ...{ yhat_lower_95: lower[1][own], yhat_upper_95: upper[1][own] },
                ...{ yhat_lower_99_5: lower[2][own], yhat_upper_99_5: upper[2][own] },
              };
        expectAlike(Object(rows[i]), { unique_id: 'a', ...expected });
      });
    },
  );

  const [days] = CASES;
  const { text, asked } = fitted(days);
  const ask = async (rows: readonly Row[], file = text) => (await inPython([{ text: file, rows }]))[0];

  it('come in the order of the rows, whatever it is', async () => {
    const rows = await ask([asked[3], asked[0], asked[3]]);
    const [first, , , fourth] = (await ask(asked.slice(0, 4))) as readonly Row[];
    expect(rows).toEqual([fourth, first, fourth]);
  });

  it('follow the values of regressors that the caller gives', async () => {
    const one = CASES.find(({ name }) => name === 'regressors and holidays')!;
    const model = fitted(one);
    const [[before], [after]] = (await inPython([
      { text: model.text, rows: model.asked.slice(0, 1) },
      { text: model.text, rows: [{ ...model.asked[0], promotion: 1000 }] },
    ])) as readonly (readonly Row[])[];
    expect(Math.abs(Number(after.yhat) - Number(before.yhat))).toBeGreaterThan(0.1);
  });

  it.each([
    [
      'a series that it does not know',
      [{ unique_id: 'b', ds: '2026-01-01' }],
      "'b' is no series of the version, which has 1",
    ],
    [
      'a day of training',
      [{ unique_id: 'a', ds: '2024-12-31' }],
      "2024-12-31 of 'a' is not after the training window, which ends at 2024-12-31",
    ],
    [
      'a time within a day',
      [{ unique_id: 'a', ds: '2026-01-01T05:00:00Z' }],
      "2026-01-01T05:00:00Z is no date of the series, whose frequency is 'day': near it are 2026-01-01 and 2026-01-02",
    ],
    ['rows without a date', [{ unique_id: 'a', ds: null }], '1 rows have no unique_id or no ds, the first is row 0'],
    [
      'rows of other columns',
      [{ id: 'a' }],
      'the rows have no column unique_id and ds; allowed: unique_id and ds, and values of the regressors',
    ],
  ])('are refused for %s', async (_, rows, message) => {
    expect(await ask(rows)).toBe(message);
  });

  it('are refused where the file is of another format, family or state', async () => {
    const changed = (from: string, to: string) => ask(asked.slice(0, 1), text.replace(from, to));
    expect(await changed('"version":2', '"version":3')).toBe(
      "the model file is ('forecaster-model', 3); this code reads ('forecaster-model', 2)",
    );
    expect(await changed('"seen":', '"unobserved":["full moon"],"seen":')).toBe(
      "the series has no forecast at 'full moon', which this code does not know",
    );
    expect(await changed('"family":"theta"', '"family":"alpha"')).toBe(
      "candidate 'theta' is of the family 'alpha', which has no forecast in Python",
    );
    expect(await changed('"stateVersions":[1', '"stateVersions":[9')).toBe(
      "the states of 'seasonal-naive' are of version 9; this code reads 1",
    );
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
