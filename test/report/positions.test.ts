import { describe, expect, it } from '@jest/globals';
import { recipeForecaster } from '../../core/blend/recipe-forecaster.ts';
import type { Forecaster } from '../../core/ports.ts';
import { seriesExplainer } from '../../core/forecast/explain-series.ts';
import { gatherHorizon } from '../../report/gather/horizon.ts';
import { pageExplained } from '../../report/series/page-explained.ts';
import { weather } from '../../datasets/weather.ts';
import { dailySeries, fittedRecipe, LAST_DAY } from '../support/fitted-recipe.ts';
import { MODEL_VERSION } from '../support/model-version.ts';
import { memoryPorts } from '../support/ports.ts';
import { EXPLAINED, reportData, runRecord } from './fixture.ts';

const AXIS = { frequency: 'day', phase: 0 } as const;
/** Wednesday 1 to Tuesday 7 January 2025. */
const WEEK = Int32Array.from({ length: 7 }, (_, i) => LAST_DAY + 1 + i);
const { header, series } = fittedRecipe([dailySeries('open', 20), dailySeries('shut', 100)]);
const SHUT = { ...series[1], unobserved: ['Saturday', 'Sunday'] };

describe('the report of series that do not occur at every position of the calendar', () => {
  it('explains them on the dates of all, with a gap where one has no forecast', () => {
    const explain = seriesExplainer(header);
    const page = (...all: (typeof series)[number][]) =>
      pageExplained({
        ...reportData(1),
        axis: AXIS,
        explained: { ...EXPLAINED, series: all.map((one) => explain(one, WEEK)) },
      });
    const both = page(SHUT, series[0])!;
    expect(both.dates).toEqual(Array.from({ length: 7 }, (_, i) => `2025-01-0${i + 1}`));
    expect(both.series.map(({ yhat }) => yhat.map((value) => value === null))).toEqual([
      [false, false, false, true, true, false, false],
      new Array(7).fill(false),
    ]);
    expect(page(SHUT)!.dates).toEqual(['2025-01-01', '2025-01-02', '2025-01-03', '2025-01-06', '2025-01-07']);
    expect(page({ ...SHUT, unobserved: ['January'] })).toBeNull();
  });

  it('counts errors at the step ahead that they belong to', async () => {
    const forecast = { ...recipeForecaster(header)(SHUT, WEEK), yhat: Float64Array.of(1, 2, 3, 6, 7), members: [] };
    const forecaster: Forecaster = {
      ...memoryPorts({ datasets: [] }).forecaster,
      explain: async function* () {
        yield forecast;
      },
    };
    const actuals = new Map([['shut', { ds: WEEK, y: Float64Array.of(1, 2, 4, 9, 9, 6, 9), scale: null }]]);
    const periods = { first: WEEK[0], last: WEEK[6] };
    const ports = { ...memoryPorts({ datasets: [] }), forecaster };
    const sources = { ports, dataset: weather, windows: [], versions: [{ ...MODEL_VERSION, version: 1 }] };
    const window = { ...runRecord(1), modelVersion: 1, recipe: 'choice' } as const;
    const { candidates } = await gatherHorizon(window, sources, { axis: AXIS, periods, actuals });
    expect([...candidates.choice.joined]).toEqual([1, 1, 1, 0, 0, 1, 1]);
    expect([...candidates.choice.squared]).toEqual([0, 0, 1, 0, 0, 0, 4]);
  });
});
