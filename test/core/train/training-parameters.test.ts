import { describe, expect, it } from '@jest/globals';
import type { FitParameters, TrialParameters } from '../../../core/train/training-parameters.ts';
import {
  decodeTrainingParameters,
  encodeFitParameters,
  encodeTrialParameters,
} from '../../../core/train/training-parameters.ts';

const SHARED = {
  frequency: 'day',
  seed: 0,
  training: { start: '2012-01-01', end: '2014-12-31' },
  forecast: { start: '2015-01-01', end: '2015-12-31' },
} as const;

const TRIAL: TrialParameters = {
  ...SHARED,
  candidate: { name: 'prophet-us', family: 'prophet', options: { holidays: ['US'], scale: 0.05 } },
  seasonLength: 365,
  level: 0.8,
  bounds: { min: 0 },
  crossValidation: { initial: '700d', period: '30d', horizon: '90d' },
  leastObservations: 5,
  leaves: 'points',
};

const FIT: FitParameters = { ...SHARED, maxFailedSeriesShare: 0 };

const SHARED_TEXTS = {
  frequency: 'day',
  seed: '0',
  train_start: '2012-01-01',
  train_end: '2014-12-31',
  forecast_start: '2015-01-01',
  forecast_end: '2015-12-31',
};

const TEXTS = {
  ...SHARED_TEXTS,
  task: 'cross-validate',
  candidate: 'prophet-us',
  family: 'prophet',
  options: '{"holidays":["US"],"scale":0.05}',
  season_length: '365',
  level: '0.8',
  min: '0',
  cv_initial: '700d',
  cv_period: '30d',
  cv_horizon: '90d',
  cv_least_observations: '5',
  leaves: 'points',
};

const REGRESSORS = { names: ['price', 'a "b"'], asOf: '2014-12-31' };
const REGRESSORS_TEXT = '{"names":["price","a \\"b\\""],"asOf":"2014-12-31"}';

const FIT_TEXTS = { ...SHARED_TEXTS, task: 'fit', max_failed_series_share: '0' };

function refusal(change: Record<string, string | undefined>, texts: Record<string, string> = TEXTS): unknown {
  const changed = Object.entries({ ...texts, ...change }).filter(
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
    expect(encodeTrialParameters(TRIAL)).toEqual(TEXTS);
    expect(encodeFitParameters(FIT)).toEqual(FIT_TEXTS);
  });

  it('come back as they were', () => {
    expect(decodeTrainingParameters(TEXTS)).toEqual({ task: 'cross-validate', ...TRIAL });
    expect(decodeTrainingParameters(FIT_TEXTS)).toEqual({ task: 'fit', ...FIT });
    const bounds = { min: -1.5, max: 1 };
    expect(decodeTrainingParameters(encodeTrialParameters({ ...TRIAL, bounds }))).toMatchObject({ bounds });
    expect(decodeTrainingParameters(encodeTrialParameters({ ...TRIAL, bounds: {} }))).toMatchObject({ bounds: {} });
  });

  it('name what is set aside, where something is', () => {
    const setAside = [{ start: '2013-03-01', end: '2013-03-31' }];
    const texts = encodeFitParameters({ ...FIT, setAside });
    expect(texts).toEqual({ ...FIT_TEXTS, set_aside: '[{"start":"2013-03-01","end":"2013-03-31"}]' });
    expect(decodeTrainingParameters(texts)).toEqual({ task: 'fit', ...FIT, setAside });
    expect(encodeTrialParameters({ ...TRIAL, setAside }).set_aside).toBe(texts.set_aside);
    expect(refusal({ set_aside: '2013-03-01' })).toMatchObject({
      message: expect.stringContaining('a JSON list of ranges, each with start and end'),
    });
  });

  it('of a fit know nothing of a candidate, and those of a trial no share of failed series', () => {
    expect(refusal({ candidate: 'naive' }, FIT_TEXTS)).toMatchObject({
      message: "the parameter 'candidate' is unknown; got 'naive'; allowed: Unrecognized key: \"candidate\"",
    });
    expect(refusal({ max_failed_series_share: '0' })).toMatchObject({ name: 'HyperparameterInvalid' });
    expect(refusal({ max_failed_series_share: '2' }, FIT_TEXTS)).toMatchObject({ name: 'HyperparameterInvalid' });
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
    ['task', 'train', /'task' is invalid; got 'train'; allowed: .*"cross-validate"\|"fit"/],
    ['min', 'none', "the parameter 'min' is invalid; got 'none'; allowed: a number"],
  ])('refuse %s = %p, naming what is allowed', (name, text, message) => {
    const error = refusal({ [name]: text });

    expect(error).toMatchObject({ name: 'HyperparameterInvalid' });
    if (typeof message === 'string') expect((error as Error).message).toBe(message);
    else expect((error as Error).message).toMatch(message);
  });

  it('names the known-future columns, and as of when they are known, for trials and fits alike', () => {
    const trial = { ...TRIAL, regressors: REGRESSORS };
    expect(encodeTrialParameters(trial)).toEqual({ ...TEXTS, regressors: REGRESSORS_TEXT });
    expect(decodeTrainingParameters(encodeTrialParameters(trial))).toEqual({ task: 'cross-validate', ...trial });
    const fit = { ...FIT, regressors: REGRESSORS };
    expect(decodeTrainingParameters(encodeFitParameters(fit))).toEqual({ task: 'fit', ...fit });
    expect(refusal({ regressors: '{"names":[]}' })).toMatchObject({
      name: 'HyperparameterInvalid',
      message: expect.stringContaining("the parameter 'regressors' is invalid"),
    });
  });
});
