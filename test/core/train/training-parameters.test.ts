import { describe, expect, it } from '@jest/globals';
import type { TrainingParameters } from '../../../core/train/training-parameters.ts';
import { decodeTrainingParameters, encodeTrainingParameters } from '../../../core/train/training-parameters.ts';

const PARAMETERS: TrainingParameters = {
  candidate: { name: 'prophet-us', family: 'prophet', options: { holidays: ['US'], scale: 0.05 } },
  frequency: 'day',
  seasonLength: 365,
  seed: 0,
  level: 0.8,
  training: { start: '2012-01-01', end: '2014-12-31' },
  forecast: { start: '2015-01-01', end: '2015-12-31' },
  crossValidation: { initial: '700d', period: '30d', horizon: '90d' },
  maxFailedSeriesShare: 0,
};

const TEXTS = {
  candidate: 'prophet-us',
  family: 'prophet',
  options: '{"holidays":["US"],"scale":0.05}',
  frequency: 'day',
  season_length: '365',
  seed: '0',
  level: '0.8',
  train_start: '2012-01-01',
  train_end: '2014-12-31',
  forecast_start: '2015-01-01',
  forecast_end: '2015-12-31',
  cv_initial: '700d',
  cv_period: '30d',
  cv_horizon: '90d',
  max_failed_series_share: '0',
};

function refusal(change: Record<string, string | undefined>): unknown {
  const changed = Object.entries({ ...TEXTS, ...change }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  try {
    return decodeTrainingParameters(Object.fromEntries(changed));
  } catch (error) {
    return error;
  }
}

describe('training parameters', () => {
  it('travel as texts', () => {
    expect(encodeTrainingParameters(PARAMETERS)).toEqual(TEXTS);
  });

  it('come back as they were', () => {
    expect(decodeTrainingParameters(TEXTS)).toEqual(PARAMETERS);
  });

  it.each([
    ['season_length', '', "the parameter 'season_length' is invalid; got ''; allowed: a number"],
    ['season_length', '1.5', /'season_length' is invalid; got '1.5'; allowed: .*int/],
    ['level', '1', /'level' is invalid; got '1'; allowed: .*<1/],
    ['family', 'arima', /'family' is invalid; got 'arima'; allowed: .*"seasonal-naive"\|"climatology"/],
    [
      'options',
      '[1]',
      "the parameter 'options' is invalid; got '[1]'; allowed: a JSON object, '{}' for a family's defaults",
    ],
    ['options', '{', /'options' is invalid; got '{'/],
    ['train_start', '01/02/2012', /'train_start' is invalid; got '01\/02\/2012'; allowed: a date/],
    ['cv_period', '30', /'cv_period' is invalid; got '30'; allowed: a whole number and a unit/],
    ['learning_rate', '0.1', /'learning_rate' is unknown; got '0.1'/],
    ['seed', undefined, /'seed' is missing/],
  ])('refuse %s = %p, naming what is allowed', (name, text, message) => {
    const error = refusal({ [name]: text });

    expect(error).toMatchObject({ name: 'HyperparameterInvalid' });
    if (typeof message === 'string') expect((error as Error).message).toBe(message);
    else expect((error as Error).message).toMatch(message);
  });
});
