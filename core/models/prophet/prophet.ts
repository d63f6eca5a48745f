import type { Model, ModelFamily, ModelSetting } from '../family.ts';
import type { Series } from '../../series/series.ts';
import { decompose } from './decompose.ts';
import { FeatureTable } from './feature-table.ts';
import { ProphetFitter } from './fitter.ts';
import { ProphetForecaster } from './forecaster.ts';
import { HistoryCalendar } from './history-calendar.ts';
import { withKnown } from './known-regressors.ts';
import { prophetOptionsSchema } from './options.ts';
import type { ProphetOptions } from './options.ts';
import type { ProphetState } from './state.ts';

export type { ProphetOptions } from './options.ts';
export type { ProphetState } from './state.ts';

/**
 * Prophet's model (Taylor and Letham 2018): linear, flat or logistic growth, effects that are added or shares of the trend, fitted to a mode
 * of its posterior: the only one where growth is not logistic and nothing multiplies, else one that is certified in its neighbourhood
 * (docs/decisions/0016-prophet-certified.md). Preprocessing, defaults and priors are those of Python's prophet 1.5.0.
 */
export const prophet: ModelFamily<ProphetOptions, ProphetState> = {
  name: 'prophet',
  stateVersion: 1,
  options: prophetOptionsSchema,
  learnsFrom: ['regressors', 'holidays'],
  build: buildProphet,
};

function buildProphet(setting: ModelSetting, options: ProphetOptions): Model<ProphetState> {
  const { axis } = setting;
  const table = new FeatureTable(axis, options);
  const forecaster = new ProphetForecaster(axis, table, options);
  let calendar: HistoryCalendar | undefined;
  return {
    /** @throws SeriesUnfit when a regressor has no value for one of the dates */
    prepare(series: Series) {
      // Series after series mostly has the same dates; then only the values are new.
      if (calendar === undefined || !calendar.covers(series.ds)) {
        calendar = new HistoryCalendar(axis, { table, options }, series.ds);
      }
      return new ProphetFitter(series, calendar, options);
    },
    forecast: (state, ds, level) => forecaster.forecast(state, ds, level),
    decompose: (state, ds) => decompose(state, table, (partial) => forecaster.forecast(partial, ds, 0.5).yhat),
    // Each series may have values of its own, so the table of the dates is, too.
    knowing: (regressors) => buildProphet(setting, withKnown(options, regressors, axis)),
  };
}
