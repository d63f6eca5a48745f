import { datasetSchema } from '../../core/contracts/dataset.ts';
import type { ComparisonReport, GuardReport } from '../../core/contracts/promotion.ts';
import { type RunRecord, runRecordSchema } from '../../core/evaluate/run-record.ts';
import { seriesExplainer } from '../../core/forecast/explain-series.ts';
import { weather } from '../../datasets/weather.ts';
import { dailySeries, fittedRecipe, LAST_DAY } from '../support/fitted-recipe.ts';
import type { ReportData, ReportExecution, ReportSeries, SeriesWindow } from '../../report/report-data.ts';

/** 2014-01-01 as a day number. */
const FIRST_DAY = 16_071;
const DAYS = 181;

const NOTHING_IMPLAUSIBLE = { forecasts: null, intervals: null };

const METRICS = {
  rmse: 2,
  mae: 1.5,
  bias: 0.1,
  smape: 0.2,
  mase: 0.8,
  coverage: 0.78,
  winkler: 6.5,
  scaledMqloss: 0.3,
  scaledCrps: 0.123,
};
const CROSS_VALIDATION = {
  mse: 4,
  rmse: 2,
  mae: 1.5,
  mape: 0.2,
  mdape: 0.1,
  smape: 0.2,
  mase: 0.8,
  coverage: 0.8,
  folds: 5,
};

export const DEFINITION = {
  StartAt: 'Plan',
  States: {
    Plan: { Type: 'Task', Next: 'Train all', Catch: [{ Next: 'Record the failure' }] },
    'Train all': {
      Type: 'Map',
      ItemProcessor: { StartAt: 'Train one', States: { 'Train one': { Type: 'Task', End: true } } },
      End: true,
      Catch: [{ Next: 'Record the failure' }],
    },
    'Record the failure': { Type: 'Task', Next: 'Failed' },
    Failed: { Type: 'Fail' },
  },
};

/** The history of one run of DEFINITION: two iterations of the Map, the second of which fails once and is retried. */
export const EXECUTION: ReportExecution = {
  machine: 'train',
  name: 'run-1',
  arn: 'arn:train:run-1',
  status: 'SUCCEEDED',
  startedAtMs: Date.UTC(2026, 0, 1),
  stoppedAtMs: Date.UTC(2026, 0, 1) + 900,
  input: { dataset: 'weather', text: '</script><b>' },
  output: { done: true },
  events: [
    event(1, 0, 'ExecutionStarted', {}),
    event(2, 0, 'TaskStateEntered', { name: 'Plan', input: '{"dataset":"weather"}' }),
    event(3, 2, 'TaskScheduled', { parameters: '{"FunctionName":"plan"}', resource: 'invoke' }),
    event(4, 3, 'TaskSucceeded', { output: '{"jobs":2}' }),
    event(5, 4, 'TaskStateExited', { name: 'Plan', output: '{"jobs":2}' }),
    event(6, 5, 'MapStateEntered', { name: 'Train all', input: '{"jobs":2}' }),
    event(7, 6, 'MapStateStarted', { length: 2 }),
    event(8, 7, 'MapIterationStarted', { name: 'Train all', index: 0 }),
    event(9, 7, 'MapIterationStarted', { name: 'Train all', index: 1 }),
    event(10, 8, 'TaskStateEntered', { name: 'Train one', input: '"a"' }),
    event(11, 9, 'TaskStateEntered', { name: 'Train one', input: '"b"' }),
    event(12, 11, 'TaskFailed', { error: 'Busy', cause: 'try again' }),
    event(13, 10, 'TaskStateExited', { name: 'Train one', output: '"A"' }),
    event(14, 13, 'MapIterationSucceeded', { name: 'Train all', index: 0 }),
    event(15, 12, 'TaskSucceeded', { output: '"B"' }),
    event(16, 15, 'TaskStateExited', { name: 'Train one', output: '"B"' }),
    event(17, 16, 'MapIterationSucceeded', { name: 'Train all', index: 1 }),
    event(18, 17, 'MapStateSucceeded', {}),
    event(19, 18, 'MapStateExited', { name: 'Train all', output: '["A","B"]' }),
    event(20, 19, 'ExecutionSucceeded', { output: '["A","B"]' }),
  ],
};

/** Each event 10 ms after the one before. */
export function event(id: number, previousEventId: number, type: string, details: Record<string, unknown>) {
  const timestamp = new Date(Date.UTC(2026, 0, 1) + 10 * id).toISOString();
  return { id, previousEventId, type, timestamp, testEventDetails: details };
}

export const COMPARISON: ComparisonReport = {
  dataset: 'weather',
  runId: 'replay-w02',
  policy: 'gates',
  holdout: { start: '2014-04-01', end: '2014-04-03' },
  joined: 3,
  challenger: {
    version: 2,
    recipe: 'blend of 2 candidates',
    scoredAs: 'twin',
    trainedOn: { start: '2012-01-01', end: '2014-03-31' },
    rmse: 3.4,
    bias: 0.3,
    coverage: 0.79,
  },
  production: {
    version: 1,
    recipe: 'climatology',
    scoredAs: 'itself',
    trainedOn: null,
    rmse: 3.1,
    bias: null,
    coverage: 0.8,
  },
  compliance: [{ check: 'signature', outcome: 'pass', evidence: 'signed by key 1' }],
  gates: [
    { gate: 'worse-series', outcome: 'pass', value: 0.24, threshold: '<= 0.75', evidence: '0.24 of 4.5' },
    {
      gate: 'no-worse-than-production',
      outcome: 'refuse',
      value: 1.097,
      threshold: '<= 1.05',
      evidence: 'RMSE 3.4 <over> 3.1',
    },
    { gate: 'bias', outcome: 'told', value: 0.3, threshold: '-0.5 to 0.5', evidence: 'mean error 0.3' },
  ],
  verdict: 'refuse',
  reasons: ['no-worse-than-production: 1.097 is above 1.05'],
  series: [
    {
      uniqueId: 'Seattle <high>',
      ds: ['2014-04-01', '2014-04-02', '2014-04-03'],
      y: [10, null, 12],
      challenger: [11, 11, 11],
      challengerLower: [9, 9, 9],
      challengerUpper: [13, 13, 13],
      production: [10, 10, 10],
      rmseChallenger: 1,
      rmseProduction: 1.4,
    },
  ],
  seriesInAll: 40,
};

/** Of two series by five families, forty days on. */
export const EXPLAINED = explainedForecasts();

function explainedForecasts(): NonNullable<ReportData['explained']> {
  const { header, series } = fittedRecipe([dailySeries('nyc', 20), dailySeries('sea', 100)]);
  const ds = Int32Array.from({ length: 40 }, (_, i) => LAST_DAY + 1 + i);
  const range = { start: '2025-01-01', end: '2025-02-09' };
  const explain = seriesExplainer(header);
  return {
    runId: 'replay-w02-d02',
    version: 4,
    recipe: 'blend of 5 candidates',
    range,
    series: series.map((one) => explain(one, ds)),
  };
}

/** Two folds, of which theta is better in the second. */
export const SELECTION_TRIALS: ReportData['selections'][number] = {
  version: 1,
  runId: 'replay-w01',
  asOf: '2013-12-31',
  chosen: 'harmonic',
  reason: 'lowest rmse',
  yardstick: 'seasonal naive of 365',
  trials: [trial('harmonic', [2, 3]), trial('theta', [2.5, 2.75])],
};

function trial(name: string, rmses: readonly number[]): ReportData['selections'][number]['trials'][number] {
  const fold = { series: 2, points: 180, mae: 1, coverage: 0.8 };
  return {
    candidate: { name, family: name, options: name === 'harmonic' ? { yearly: 3 } : {} },
    crossValidation: CROSS_VALIDATION,
    folds: rmses.map((rmse, at) => ({ ...fold, cutoff: `2013-0${at + 1}-01`, rmse })),
    seriesTried: 2,
    seriesFailed: 0,
    failed: [],
    pointsSha256: 'ab',
  };
}

/** Version 3 moves too far from version 2; version 4 may, since what was refused was closer. */
export const GUARDS: readonly GuardReport[] = [
  guardReport(3, { outcome: 'refuse', value: 9 }),
  guardReport(4, { outcome: 'told', value: 12 }),
];

function guardReport(version: number, { outcome, value }: { outcome: 'refuse' | 'told'; value: number }): GuardReport {
  const refused = outcome === 'refuse';
  return {
    dataset: 'weather',
    runId: `replay-w02-d0${version - 2}`,
    version,
    against: 2,
    exempt: !refused,
    compliance: [{ check: 'schema', outcome: 'pass', evidence: 'matches' }],
    guards: [
      { gate: 'series-in-range', outcome: refused ? 'pass' : 'told', value: 0, threshold: '<= 0', evidence: 'none' },
      { gate: 'movement', outcome, value, threshold: '<= 5', evidence: 'root mean square' },
    ],
    kept: [],
    keptInAll: 0,
    verdict: refused ? 'refuse' : 'pass',
    reasons: refused ? ['movement: 9 is above 5'] : [],
  };
}

/** A replay of two half-years over `count` series; series 0 is the hardest, the last the easiest. */
export function reportData(count: number): ReportData {
  const series = Array.from({ length: count }, (_, index) => reportSeries(index, count));
  const errors = { squared: new Float64Array(DAYS).fill(4 * count), joined: new Float64Array(DAYS).fill(count) };
  return {
    dataset: datasetSchema.parse(weather),
    place: '--folder out/demo',
    axis: { frequency: 'day', phase: 0 },
    failed: [],
    skipped: [],
    leftOut: [],
    windows: [runRecord(1), runRecord(2)],
    series,
    segments: [reportSeries(0, 1)].map((one) => ({ ...one, uniqueId: 'series: mean of all' })),
    horizons: [0, 1].map((window) => ({
      periods: { first: FIRST_DAY + window * DAYS, last: FIRST_DAY + (window + 1) * DAYS - 1 },
      candidates: { blend: errors, harmonic: errors, 'seasonal-naive': errors },
    })),
    quarantine: {
      reasons: [{ reason: 'bad-date', rows: 1 }],
      examples: [{ reason: 'bad-date', detail: 'no such <day>', file: 'temperatures.csv', line: 514, uniqueId: null }],
    },
    gaps: [{ range: '2014-01-01 to 2014-12-31', series: count, seriesWithGaps: 1, missingPeriods: 3 }],
    versions: [],
    selections: [SELECTION_TRIALS],
    explained: EXPLAINED,
    comparisons: [COMPARISON],
    guards: GUARDS,
    transitions: [],
    audit: { moves: [], unsigned: 0 },
    machines: [{ name: 'train', definition: DEFINITION }],
    executions: [EXECUTION],
  };
}

function reportSeries(index: number, count: number): ReportSeries {
  const naiveRmse = 4;
  const rmse = 8 - (6 * index) / count;
  const windows = [0, 1].map((window) => seriesWindow(index, window, { rmse, naiveRmse }));
  return { uniqueId: `series-${String(index).padStart(4, '0')}`, rmse, naiveRmse, windows };
}

function seriesWindow(index: number, window: number, scores: { rmse: number; naiveRmse: number }): SeriesWindow {
  const column = (offset: number) =>
    Float64Array.from({ length: DAYS }, (_, day) => 20 * Math.sin((day + window * DAYS) / 58) + (index % 17) + offset);
  return { y: column(((index * 7919) % 13) / 3), yhat: column(0), lower: column(-4), upper: column(4), ...scores };
}

export function runRecord(window: 1 | 2): RunRecord {
  const evaluate =
    window === 1 ? { start: '2014-01-01', end: '2014-06-30' } : { start: '2014-07-01', end: '2014-12-28' };
  return {
    train: { start: '2012-01-01', end: '2013-12-31' },
    evaluate,
    runId: `replay-w0${window}`,
    counts: runRecordSchema.shape.counts.parse({
      bronzeTrain: 100,
      silverTrain: 98,
      quarantinedTrain: 1,
      deduplicatedTrain: 1,
      forecast: 50,
      bronzeEval: 150,
      silverEval: 148,
      quarantinedEval: 1,
      deduplicatedEval: 1,
      joined: 49,
    }),
    due: 50,
    notScored: null,
    refusedEval: {},
    candidates: {
      'seasonal-naive': { crossValidation: { ...CROSS_VALIDATION, rmse: 4 }, realised: { ...METRICS, rmse: 4 } },
      harmonic: { crossValidation: CROSS_VALIDATION, realised: METRICS },
    },
    recipe: 'blend',
    crossValidation: { ...CROSS_VALIDATION, rmse: 1.9 },
    realised: { ...METRICS, rmse: 1.8 },
    chosen: 'harmonic',
    reason: 'lowest rmse',
    yardstick: { name: 'seasonal naive of 365', lag: 365 },
    naiveRmse: 4,
    unobserved: [],
    implausible: NOTHING_IMPLAUSIBLE,
    modelVersion: window,
    artifactSha256: 'ab'.repeat(32),
    tableVersions: {
      bronze: 1,
      silver: 1,
      quarantine: 1,
      bronzeEval: 1,
      silverEval: 1,
      quarantineEval: 1,
      forecasts: window,
      evaluations: window,
    },
    execution: 'arn',
    policy: 'gates',
    promotion: {
      outcome: 'promoted',
      version: window,
      reasons: [],
      reportUri: 's3://artifacts/promotions',
      hindsight: null,
    },
    production: {
      version: window,
      realised: { ...METRICS, rmse: 1.7 },
      joined: 49,
      bySegment: [],
      inForce: [
        {
          forecastRunId: `replay-w0${window}-live`,
          version: window,
          range: evaluate,
          implausible: NOTHING_IMPLAUSIBLE,
        },
      ],
      looks: window === 1 ? [] : LOOKS,
    },
  };
}

type Look = RunRecord['production']['looks'][number];

/** The first look's refresh is refused; at the second it would have been better, and the next one goes live. */
const LOOKS: Look[] = [
  look('2014-08-01', {
    version: 2,
    fitted: { version: 3, reportUri: 's3://artifacts/guard.json' },
    refusals: ['movement: 9 is above 5'],
    hindsight: { refused: 3, refusedRmse: 1.5, inForceRmse: 2.5, joined: 31 },
  }),
  look('2014-09-29', { version: 4, fitted: { version: 4, reportUri: 's3://artifacts/guard.json' } }),
];

function look(asOf: string, given: Partial<Look>): Look {
  return {
    asOf,
    kind: 'refresh',
    reasons: ['the newest window is healthy'],
    before: 2,
    version: 2,
    fitted: null,
    refusals: [],
    hindsight: null,
    scored: {
      joined: 31,
      rmse: 2.5,
      naiveRmse: 4,
      refused: null,
      former: null,
      share: { before: { average: 0.5 }, after: { average: 0.625, level: 1 } },
      weights: { 'seasonal-naive': 0.25, harmonic: 0.75 },
    },
    ...given,
  };
}
