import type { GatePolicy } from '../../../core/gates/gate.ts';
import type { Comparison, PairedSeries } from '../../../core/gates/comparison.ts';

export const DAYS = 60;

export const POLICY: GatePolicy = {
  maxMissingSeriesShare: 0.25,
  minJoinedRows: 240,
  minSkill: 0.1,
  production: { tolerance: 0.05, confidence: 0.9, blockLength: 7, resamples: 200 },
  coverage: { min: 0.7, max: 0.9 },
  maxBiasShare: 0.2,
  maxCrossValidationGap: 1.5,
  cost: { over: 1, under: 3, tolerance: 0.1 },
  maxWorseSeriesShare: 0.25,
  maxWorstSegmentRatio: 1.25,
};

/** Every value of each column from its row: errors change their sign from day to day, so that no model is biased. */
export function column(valueAt: (row: number) => number): Float64Array {
  return Float64Array.from({ length: DAYS }, (_, row) => valueAt(row));
}
export const actual = (row: number): number => 10 + (row % 3);
export const sign = (row: number): number => (row % 2 === 0 ? 1 : -1);

/** Four series in two segments. Challenger, Production and naive are off by 1, 2 and 4; four intervals of five hold the actual. */
export function perfectSeries(uniqueId: string): PairedSeries {
  const missed = (row: number) => (row % 5 === 0 ? 5 : 0);
  const forecast = (error: number) => ({
    yhat: column((row) => actual(row) + error * sign(row)),
    lower: column((row) => actual(row) - 1 + missed(row)),
    upper: column((row) => actual(row) + 1 + missed(row)),
  });
  return {
    uniqueId,
    segment: uniqueId.split('/')[0],
    ds: Int32Array.from({ length: DAYS }, (_, row) => 100 + row),
    y: column(actual),
    challenger: forecast(1),
    production: forecast(2),
    naive: forecast(4).yhat,
  };
}

export const NONE_MISSING = {
  'every-row-refused': 0,
  'failed-in-training': 0,
  'no-forecast': 0,
  'no-longer-delivers': 0,
} as const;

export const PERFECT: Comparison = {
  series: ['north/a', 'north/b', 'south/a', 'south/b'].map(perfectSeries),
  production: 'version',
  unmatched: { challengerOnly: 0, productionOnly: 0 },
  missing: { delivered: 4, inAll: 0, ended: 0, byWhy: NONE_MISSING, first: [] },
  lost: [],
  crossValidatedRmse: 1,
  level: 0.8,
  yardstick: 'seasonal naive of 7',
  seed: 42,
};

/** The perfect comparison with the same thing broken in the named series, or in all. */
export function broken(
  change: (series: PairedSeries) => Partial<PairedSeries>,
  ...only: readonly string[]
): Comparison {
  return {
    ...PERFECT,
    series: PERFECT.series.map((one) => {
      return only.length === 0 || only.includes(one.uniqueId) ? { ...one, ...change(one) } : one;
    }),
  };
}

/** The challenger's errors replaced. */
export function withErrors(errorAt: (row: number) => number, ...only: readonly string[]): Comparison {
  return broken(
    ({ challenger }) => ({ challenger: { ...challenger, yhat: column((row) => actual(row) + errorAt(row)) } }),
    ...only,
  );
}

/** One forecast of one series of the challenger, or of what stands against it, is this value. */
export function withOneValue(side: 'challenger' | 'production' | 'naive', value: number): Comparison {
  const spoilt = (values: Float64Array) => values.map((old, row) => (row === 7 ? value : old));
  return broken((one) => {
    if (side === 'naive') return { naive: spoilt(one.naive) };
    return { [side]: { ...one[side]!, yhat: spoilt(one[side]!.yhat) } };
  }, 'north/b');
}

export const NO_SERIES: Comparison = { ...PERFECT, series: [] };
