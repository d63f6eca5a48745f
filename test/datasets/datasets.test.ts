import { describe, expect, it } from '@jest/globals';
import type { PlatformError } from '../../core/contracts/errors.ts';
import { datasetSchema } from '../../core/contracts/dataset.ts';
import { buildModel } from '../../core/models/families.ts';
import { inferAxis, parseDuration, parsePeriod } from '../../core/series/time-axis.ts';
import { slidingWindows } from '../../core/series/windows.ts';
import { DATASETS, catalogOf } from '../../datasets/index.ts';
import { weather } from '../../datasets/weather.ts';

describe('the catalog', () => {
  it('has every data set complete, under a name of its own', () => {
    for (const dataset of DATASETS) expect(datasetSchema.safeParse(dataset).success).toBe(true);
    expect(new Set(DATASETS.map(({ name }) => name)).size).toBe(DATASETS.length);
  });

  it('names only families that there are, with options that they have', () => {
    for (const { candidates, frequency, seasonLength, seed } of DATASETS) {
      const setting = { axis: inferAxis(frequency, 0), seasonLength, seed };
      for (const candidate of candidates) expect(() => buildModel(candidate, setting)).not.toThrow();
    }
  });

  it('finds a data set by its name', () => {
    expect(catalogOf(DATASETS).find('weather')).toBe(weather);
  });

  it('says which names there are, and which is nearest', () => {
    const catalog = catalogOf([weather, { ...weather, name: 'energy' }]);
    const error = (() => {
      try {
        return catalog.find('wether');
      } catch (thrown) {
        return thrown as PlatformError;
      }
    })();
    expect(error).toMatchObject({
      name: 'DatasetUnknown',
      message:
        "there is no data set of this name; got 'wether'; allowed: weather, energy; hint: did you mean 'weather'?",
    });
  });
});

describe('the demo data set', () => {
  it('gives at least four windows of the years 2012 to 2015', () => {
    const axis = inferAxis('day', Date.UTC(2012, 0, 1));
    const span = { first: parsePeriod(axis, '2012-01-01'), last: parsePeriod(axis, '2015-12-31') };
    const { training, evaluation } = weather;
    const lengths = { train: parseDuration(training.length), evaluate: parseDuration(evaluation.length) };
    expect(slidingWindows(axis, span, lengths).length).toBeGreaterThanOrEqual(4);
  });
});
