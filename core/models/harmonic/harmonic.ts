import type { Regressors } from '../../series/regressors.ts';
import type { Forecast, Model, ModelFamily, ModelSetting } from '../family.ts';
import { forecastBuffer } from '../forecast-buffer.ts';
import { intervalHalfWidth } from '../normal-quantile.ts';
import { type Component, partsOf } from '../parts.ts';
import { EffectColumns } from './effects.ts';
import type { HarmonicCalendar } from './fitter.ts';
import { HarmonicFitter } from './fitter.ts';
import { type FourierTerms, FourierTable, fourierTerms } from './fourier.ts';
import { GramFactors } from './gram-factors.ts';
import type { HarmonicOptions } from './options.ts';
import { harmonicOptionsSchema } from './options.ts';
import { type Season, seasonsOf } from './seasons.ts';
import type { HarmonicState } from './state.ts';
import { addEffects, evaluateCurve } from './state.ts';

export const harmonic: ModelFamily<HarmonicOptions, HarmonicState> = {
  name: 'harmonic',
  stateVersion: 1,
  options: harmonicOptionsSchema,
  learnsFrom: ['regressors', 'holidays'],
  build: ({ axis, seasonLength }: ModelSetting, options: HarmonicOptions): Model<HarmonicState> => {
    const seasons = seasonsOf(axis.frequency, seasonLength);
    const terms = fourierTerms(seasons, options);
    const table = new FourierTable(terms.angular);
    const shared = { options, table, factors: new GramFactors(terms, options.trend) };
    const modelOf = (regressors?: Regressors): Model<HarmonicState> => {
      const columns = new EffectColumns(axis, options.holidays, regressors);
      const calendar: HarmonicCalendar = { ...shared, effects: columns.count === 0 ? undefined : columns };
      const parts = { seasons, terms, columns };
      return {
        prepare: (series) => new HarmonicFitter(series, calendar),
        forecast: (state, ds, level) => forecast(state, ds, { calendar, halfWidth: intervalHalfWidth(level) }),
        decompose: (state, ds) =>
          partsOf(componentsOf(state, parts), (partial) => forecast(partial, ds, { calendar, halfWidth: 0 }).yhat),
        knowing: modelOf,
      };
    };
    return modelOf();
  },
};

interface Parts {
  readonly seasons: readonly Season[];
  readonly terms: FourierTerms;
  readonly columns: EffectColumns;
}

/** The line, wave after wave, holidays and regressors, and what is left of the last deviation from them. */
function componentsOf(state: HarmonicState, { seasons, terms, columns }: Parts): readonly Component<HarmonicState>[] {
  const { curve, effects = [] } = state;
  const { regressorCount, count } = columns;
  const upTo = (frequencies: number): HarmonicState => ({
    ...state,
    deviation: 0,
    curve: { ...curve, fourier: curve.fourier.slice(0, 2 * frequencies) },
    effects: effects.map(() => 0),
  });
  const waves = seasons.map(({ name }, k) => ({ name, state: upTo(terms.seasons[k].frequencies) }));
  const holidays = { ...state, deviation: 0, effects: effects.map((one, at) => (at < regressorCount ? 0 : one)) };
  return [
    { name: 'trend', state: upTo(0) },
    ...waves,
    ...(count > regressorCount ? [{ name: 'holidays', state: holidays } as const] : []),
    ...(regressorCount > 0 ? [{ name: 'regressors', state: { ...state, deviation: 0 } } as const] : []),
    { name: 'last deviation', state },
  ];
}

interface Interval {
  readonly calendar: HarmonicCalendar;
  /** In standard deviations. */
  readonly halfWidth: number;
}

function forecast(state: HarmonicState, ds: Int32Array, { calendar, halfWidth }: Interval): Forecast {
  const forecast = forecastBuffer(ds.length);
  const { yhat, lower, upper } = forecast;
  const { noiseVariance, levelVariance, lineVariance, centre } = state;
  evaluateCurve(state.curve, ds, { table: calendar.table, into: yhat });
  addEffects(state, ds, { columns: calendar.effects, into: yhat });
  let previous = state.last;
  let memory = 1;
  for (let i = 0; i < ds.length; i++) {
    const steps = ds[i] - previous;
    previous = ds[i];
    // A power costs more than all the rest of a step, and is asked for only across a gap.
    memory *= steps === 1 ? state.autocorrelation : state.autocorrelation ** steps;
    const fromCentre = ds[i] - centre;
    const variance = noiseVariance * (1 - memory * memory) + levelVariance + lineVariance * fromCentre * fromCentre;
    const half = halfWidth * Math.sqrt(variance);
    const point = yhat[i] + state.deviation * memory;
    yhat[i] = point;
    lower[i] = point - half;
    upper[i] = point + half;
  }
  return forecast;
}
