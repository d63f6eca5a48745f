import { describe, expect, it } from '@jest/globals';
import { forecastColumns, type SeriesForecast } from '../../../core/models/forecast-columns.ts';

const days = (...dates: string[]) => Int32Array.from(dates, (date) => Date.parse(date) / 86_400_000);

function forecast(uniqueId: string, ds: Int32Array, phase?: number): SeriesForecast {
  const yhat = Float64Array.from(ds, (_, step) => step);
  return { uniqueId, phase, ds, yhat, lower: [yhat], upper: [yhat], naive: yhat, scale: null, recipe: 'blend' };
}

describe('forecastColumns', () => {
  it('dates cutoff and periods of each series by its own day, of the others by that of the data set', () => {
    const horizon = {
      axis: { frequency: 'week', phase: 4 },
      cutoff: 2712,
      periods: Int32Array.of(2713, 2714),
      furtherLevels: [],
    } as const;
    const { columns } = forecastColumns(horizon, [
      forecast('monday', horizon.periods),
      forecast('sunday', Int32Array.of(2714), 3),
      forecast('monday too', horizon.periods, 4),
    ]);
    expect(columns.ds).toEqual(days('2022-01-03', '2022-01-10', '2022-01-09', '2022-01-03', '2022-01-10'));
    expect(columns.cutoff).toEqual(days('2021-12-27', '2021-12-27', '2021-12-26', '2021-12-27', '2021-12-27'));
  });

  it('dates hours as timestamps', () => {
    const horizon = {
      axis: { frequency: 'hour', phase: 0 },
      cutoff: 9,
      periods: Int32Array.of(10, 11),
      furtherLevels: [],
    } as const;
    const { columns } = forecastColumns(horizon, [forecast('a', horizon.periods)]);
    expect(columns.ds).toEqual(Float64Array.of(36_000_000, 39_600_000));
    expect(columns.cutoff).toEqual(Float64Array.of(32_400_000, 32_400_000));
  });
});
