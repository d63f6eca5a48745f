import type { Forecast, Model, ModelFamily, ModelSetting } from '../family.ts';
import { forecastBuffer } from '../forecast-buffer.ts';
import { intervalHalfWidth } from '../normal-quantile.ts';
import { type Component, partsOf } from '../parts.ts';
import type { HarmonicCalendar } from './fitter.ts';
import { HarmonicFitter, LEAST_OBSERVATIONS } from './fitter.ts';
import { type FourierTerms, FourierTable, fourierTerms } from './fourier.ts';
import { GramFactors } from './gram-factors.ts';
import type { HarmonicOptions } from './options.ts';
import { harmonicOptionsSchema } from './options.ts';
import { type Season, seasonsOf } from './seasons.ts';
import type { HarmonicState } from './state.ts';
import { evaluateCurve } from './state.ts';

export const harmonic: ModelFamily<HarmonicOptions, HarmonicState> = {
  name: 'harmonic',
  stateVersion: 1,
  options: harmonicOptionsSchema,
  leastObservations: LEAST_OBSERVATIONS,
  build: ({ axis, seasonLength }: ModelSetting, options: HarmonicOptions): Model<HarmonicState> => {
    const seasons = seasonsOf(axis.frequency, seasonLength);
    const terms = fourierTerms(seasons, options);
    const table = new FourierTable(terms.angular);
    const calendar: HarmonicCalendar = { options, table, factors: new GramFactors(terms, options.trend) };
    return {
      prepare: (series) => new HarmonicFitter(series, calendar),
      forecast: (state, ds, level) => forecast(state, ds, { table, halfWidth: intervalHalfWidth(level) }),
      decompose: (state, ds) =>
        partsOf(componentsOf(state, seasons, terms), (partial) => forecast(partial, ds, { table, halfWidth: 0 }).yhat),
    };
  },
};

/** The line, wave after wave, and what is left of the last deviation from them. */
function componentsOf(
  state: HarmonicState,
  seasons: readonly Season[],
  terms: FourierTerms,
): readonly Component<HarmonicState>[] {
  const { curve } = state;
  const upTo = (frequencies: number): HarmonicState => ({
    ...state,
    deviation: 0,
    curve: { ...curve, fourier: curve.fourier.slice(0, 2 * frequencies) },
  });
  const waves = seasons.map(({ name }, k) => ({ name, state: upTo(terms.seasons[k].frequencies) }));
  return [{ name: 'trend', state: upTo(0) }, ...waves, { name: 'last deviation', state }];
}

interface Interval {
  readonly table: FourierTable;
  /** In standard deviations. */
  readonly halfWidth: number;
}

function forecast(state: HarmonicState, ds: Int32Array, { table, halfWidth }: Interval): Forecast {
  const forecast = forecastBuffer(ds.length);
  const { yhat, lower, upper } = forecast;
  const { noiseVariance, levelVariance, lineVariance, centre } = state;
  evaluateCurve(state.curve, ds, { table, into: yhat });
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
