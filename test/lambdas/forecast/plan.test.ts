import { beforeAll, describe, expect, it } from '@jest/globals';
import { STEPS } from '../../../lambdas/steps.ts';
import { platform, type Platform } from '../promote/fixture.ts';

const ASKED = { dataset: 'weather', runId: 'f', modelVersion: 'production' };
const plan = (here: Platform, periods: unknown) =>
  STEPS['plan-forecast'].execute({ ...ASKED, periods }, () => here.ports);

describe('plan-forecast', () => {
  let here: Platform;
  beforeAll(async () => {
    here = platform();
    await here.train('run-1');
    await here.putInProduction(1);
  });

  it('covers as many periods as the evaluation is long, from the one after that named', async () => {
    expect(await plan(here, { after: '2020-03-17' })).toMatchObject({
      modelVersion: 1,
      range: { start: '2020-03-18', end: '2020-03-24' },
      hyperparameters: {
        ARTIFACT_SHA256: (await here.ports.registry.describe('weather', 1)).artifactSha256,
        FORECAST_START: '2020-03-18',
        FORECAST_END: '2020-03-24',
        MAX_BEYOND_OBSERVED: '1',
      },
      filesUri: 's3://gold/weather/forecasts/run_id=f',
    });
  });

  it('reaches as far as others do where the last observations before the origin are missing', async () => {
    const reaching = '2020-03-17';
    const range = { start: '2020-03-11', end: '2020-03-24' };
    expect(await plan(here, { after: '2020-03-10', reaching })).toMatchObject({ range });
    expect(await plan(here, { after: '2020-03-17', reaching: '2020-03-10' })).toMatchObject({
      range: { start: '2020-03-18', end: '2020-03-24' },
    });
  });

  it('begins where the version ends, where what it learned from last was withdrawn since', async () => {
    const { forecast } = await here.ports.registry.describe('weather', 1);
    const before = new Date(Date.parse(forecast.start) - 3 * 86_400_000).toISOString().slice(0, 10);
    expect(await plan(here, { after: before })).toMatchObject({ range: forecast });
  });

  it('covers the range named', async () => {
    const range = { start: '2020-03-20', end: '2020-03-21' };
    expect(await plan(here, { range })).toMatchObject({ range, hyperparameters: { FORECAST_START: '2020-03-20' } });
  });

  it.each([{}, { after: '2020-03-17', range: { start: '2020-03-20', end: '2020-03-21' } }])(
    'refuses to guess which periods are meant: %j',
    async (periods) => {
      await expect(plan(here, periods)).rejects.toMatchObject({
        name: 'StepInputInvalid',
        message: expect.stringContaining("one of 'after', a period, and 'range', its first and last one"),
      });
    },
  );
});
