import { describe, expect, it } from '@jest/globals';
import { decodePoints } from '../../../containers/forecaster/points.ts';
import { decodeSeriesModel } from '../../../core/models/model-file.ts';
import { run as planComparison } from '../../../lambdas/promote/plan-comparison.ts';
import { fitJobs } from '../pipeline/pipeline.ts';
import { delivery, platform, SHOPS, train, versionOf, WAVES } from './shops.ts';

describe('a value that was revised', () => {
  it('never sees a value before it was known, wherever it is trained', async () => {
    const plans = delivery({ observed: 56, until: 63 });
    // A week later: what was planned for day 58 was changed, and the next week is planned.
    const later = delivery({ from: 56, observed: 63, until: 70, promos: { 58: 1 } });
    const ports = platform(SHOPS, plans, later);
    const past = await versionOf(ports, (await train(ports, 'run-1')).registration.modelVersion);
    expect(past.series[0].regressors).toEqual({ first: 18323, values: [0, 0, 0, 0, 1, 0, 0] });
    const range = { start: '2020-01-13', end: '2020-03-08' };
    const present = await versionOf(ports, (await train(ports, 'run-2', range)).registration.modelVersion);
    expect(present.series[0].regressors).toEqual({ first: 18330, values: [0, 0, 1, 0, 0, 0, 0] });
    expect(present.training.features).toEqual(past.training.features);
  });

  it('is to a fold of cross-validation what it was at its cutoff', async () => {
    // Day 38 was planned without a promo, and had one; nobody knew before day 55.
    const ports = platform(
      { ...SHOPS, candidates: [WAVES] },
      delivery({ observed: 35, until: 42 }),
      delivery({ from: 35, observed: 56, until: 63, promos: { 38: 1 } }),
    );
    await train(ports, 'run-1');
    const points = decodePoints(await fileOf(ports, 'trials/weather/run-1-waves', '.points'), Infinity).get('a')!;
    const at = [...points.ds].findIndex((day, i) => day === DAY_0 + 38 && points.cutoff[i] === DAY_0 + 34);
    expect(points.y[at]).toBe(28);
    expect(Math.round(points.yhat[at])).toBe(8);
    // Planned from the beginning.
    expect(points.y[at + 2]).toBe(30);
    expect(Math.round(points.yhat[at + 2])).toBe(30);
  });

  it('is to a twin what it was before the holdout', async () => {
    const ports = platform(
      SHOPS,
      delivery({ observed: 49, until: 53 }),
      delivery({ from: 49, observed: 56, until: 63, promos: { 52: 1 } }),
    );
    await train(ports, 'run-1');
    const { holdout, ...plan } = await planComparison({ dataset: 'weather', runId: 'run-1', modelVersion: 1 }, ports);
    expect(holdout).toEqual({ start: '2020-02-24', end: '2020-03-01' });
    await fitJobs(ports, 'run-1', plan);
    const [, line] = new TextDecoder()
      .decode(await fileOf(ports, 'twins/weather/run-1-challenger-twin', 'model.jsonl'))
      .split('\n');
    // Days 49 to 55: day 52 as it was planned; of days 53 to 55 nobody had said anything, and what was said first stands.
    expect(decodeSeriesModel(line).regressors).toEqual({ first: DAY_0 + 49, values: [0, 1, 0, 0, 0, 0, 1] });
  });
});

/** 2020-01-06 */
const DAY_0 = 18_267;

async function fileOf({ stores: { artifacts } }: ReturnType<typeof platform>, prefix: string, suffix: string) {
  const key = [...artifacts.objects.keys()].find((one) => one.startsWith(prefix) && one.endsWith(suffix));
  return artifacts.read(key!);
}
