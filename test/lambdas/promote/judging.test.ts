import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { ModelVersion } from '../../../core/contracts/model-version.ts';
import { type ComparisonReport, POLICIES } from '../../../core/contracts/promotion.ts';
import type * as z from 'zod';
import type { judgeStep as contract } from '../../../core/contracts/steps/promote.ts';
import type { Ports } from '../../../core/ports.ts';
import { run as checkCompliance } from '../../../lambdas/promote/check-compliance.ts';
import { updateSetAside } from '../../../lake/set-aside.ts';
import { run as judgeStep } from '../../../lambdas/promote/judge.ts';
import { run as planComparison } from '../../../lambdas/promote/plan-comparison.ts';
import { fitJobs } from '../pipeline/pipeline.ts';
import { TRACKER_DOWN } from '../../support/tracker-down.ts';
import {
  checkedBy,
  lookOf,
  NAIVE_ONLY,
  platform,
  type Platform,
  readArtifact,
  tamper,
  TRAIN,
  WEEKLY,
} from './fixture.ts';

const LATER = { start: '2020-01-13', end: '2020-03-08' };
const AS_OF = '2020-03-01';

const about = (modelVersion: number, runId = `run-${modelVersion}`) => ({ dataset: 'weather', runId, modelVersion });

/** With what the machine hands on. */
async function judge(asked: Omit<z.infer<typeof contract.input>, 'complianceSha256'>, ports: Ports) {
  const { complianceSha256 } = await checkedBy(ports, asked);
  return judgeStep({ ...asked, complianceSha256 }, ports);
}

async function refusedChecks({ ports }: Platform, runId: string): Promise<string[]> {
  const checks = await readArtifact(ports, `promotions/weather/${runId}/compliance.json`);
  return (checks as { check: string; outcome: string }[])
    .filter(({ outcome }) => outcome === 'refuse')
    .map(({ check }) => check);
}

describe('check-compliance', () => {
  it('lets pass what was registered and signed as it should be, and keeps every check', async () => {
    const here = platform();
    await here.train('run-1');
    expect(await checkCompliance({ ...about(1), asOf: AS_OF }, here.ports)).toMatchObject({
      complies: true,
      way: 'first',
    });
    expect(await refusedChecks(here, 'run-1')).toEqual([]);
    expect(await readArtifact(here.ports, 'promotions/weather/run-1/compliance.json')).toHaveLength(15);
  });

  it('reads the model once, for its signature and to forecast again', async () => {
    const here = platform();
    await here.train('run-1');
    const read: string[] = [];
    here.ports.stores.artifacts.beforeRead = (key) => void (key.endsWith('/model.jsonl') && read.push(key));
    expect(await checkCompliance({ ...about(1), asOf: AS_OF }, here.ports)).toMatchObject({
      complies: true,
      way: 'first',
    });
    expect(read.length).toBe(1);
  });

  // An account's ports look up what they are asked for: a function that is told no topic must not ask for one.
  it('asks for no port but its own', async () => {
    const here = platform();
    await here.train('run-1');
    const notifier = {
      enumerable: true,
      get: () => {
        throw new Error('the environment variable NOTIFICATION_TOPIC_ARN is not set; lib/ sets it');
      },
    };
    const ports = Object.defineProperty({ ...here.ports }, 'notifier', notifier);
    expect(await checkCompliance({ ...about(1), asOf: AS_OF }, ports)).toMatchObject({ complies: true, way: 'first' });
  });

  it('refuses a model whose file was changed, by its signature and by what it forecasts', async () => {
    const here = platform();
    await here.train('run-1');
    await tamper(here.ports, 'run-1');
    expect(await checkCompliance({ ...about(1), asOf: AS_OF }, here.ports)).toMatchObject({
      complies: false,
      way: 'first',
    });
    expect(await refusedChecks(here, 'run-1')).toEqual(['signature', 'reproduction']);
  });

  it('refuses files that nobody has signed', async () => {
    const here = platform();
    await here.train('run-1');
    await tamper(here.ports, 'run-1', 'summary.json');
    expect(await checkCompliance({ ...about(1), asOf: AS_OF }, here.ports)).toMatchObject({
      complies: false,
      way: 'first',
    });
    expect(await refusedChecks(here, 'run-1')).toEqual(['signature', 'plausible-forecasts']);
  });

  it('holds the age of the training against the newest observation, or against the date that is asked for', async () => {
    const here = platform({ ...WEEKLY, promotion: { ...WEEKLY.promotion, maxTrainingAge: '7d' } });
    await here.train('run-1');
    expect(await checkCompliance({ ...about(1), asOf: '2020-03-08' }, here.ports)).toMatchObject({
      complies: true,
      way: 'first',
    });
    expect(await checkCompliance({ ...about(1), asOf: '2020-03-09' }, here.ports)).toMatchObject({
      complies: false,
      way: 'first',
    });
    expect(await refusedChecks(here, 'run-1')).toEqual(['training-age']);
    // What was delivered reaches to 2020-03-17.
    expect(await checkCompliance(about(1), here.ports)).toMatchObject({ complies: false, way: 'first' });
  });
});

describe('the way that a version asks for', () => {
  const AVERAGE: Dataset = { ...WEEKLY, recipe: 'average' };
  const wayOf = async ({ ports }: Platform, modelVersion: number, action?: 'return') => {
    const asked = { ...about(modelVersion), asOf: AS_OF, ...(action === undefined ? {} : { action }) };
    return (await checkCompliance(asked, ports)).way;
  };

  it('is that of the first while nothing is in Production, then of a refresh or of a change by its recipe', async () => {
    const here = platform();
    await here.train('run-1');
    expect(await wayOf(here, 1)).toBe('first');
    await here.putInProduction(1);
    await here.train('run-2');
    await here.refresh('run-3', LATER);
    await here.train('run-4', AVERAGE);
    expect([await wayOf(here, 2), await wayOf(here, 3), await wayOf(here, 4)]).toEqual([
      'refresh',
      'refresh',
      'change',
    ]);
  });

  it('is a return only to a recipe that was in Production before', async () => {
    const here = platform();
    await here.train('run-1');
    await here.train('run-2', AVERAGE);
    await here.train('run-3');
    await here.train('run-4', NAIVE_ONLY);
    await here.putInProduction(1);
    await here.putInProduction(2);
    expect([await wayOf(here, 3), await wayOf(here, 3, 'return'), await wayOf(here, 4, 'return')]).toEqual([
      'change',
      'refresh',
      'change',
    ]);
  });

  it('is what it was before the run moved Production, where it is asked again after a crash', async () => {
    const here = platform();
    await here.train('promote-1');
    await here.putInProduction(1);
    expect(await wayOf(here, 1)).toBe('refresh');
    expect((await checkCompliance({ ...about(1, 'promote-1'), asOf: AS_OF }, here.ports)).way).toBe('first');
  });

  it('is no refresh of an entry that was changed after it was signed: another recipe would come in without a gate', async () => {
    const here = platform();
    await here.train('run-1');
    await here.putInProduction(1);
    const { artifacts } = here.ports.stores;
    const key = 'registry/weather/versions/00000001.json';
    const entry = (await readArtifact(here.ports, key)) as ModelVersion;
    const recipe = { ...entry.recipe, kind: 'average' };
    artifacts.put(key, JSON.stringify({ ...entry, recipe }));
    await here.refresh('run-2');
    expect(await checkCompliance(about(2), here.ports)).toMatchObject({ complies: false, way: 'refresh' });
    const checks = await readArtifact(here.ports, 'promotions/weather/run-2/compliance.json');
    expect(checks).toContainEqual({
      check: 'signature',
      outcome: 'refuse',
      evidence: expect.stringMatching(/version 1/),
    });
  });

  it('asks of a refresh only what other data, or another deployment, can have changed', async () => {
    const here = platform(WEEKLY);
    await here.train('run-1');
    await here.putInProduction(1);
    await here.refresh('run-2');
    expect(await checkCompliance(about(2), here.ports)).toMatchObject({ complies: true, way: 'refresh' });
    const checks = await readArtifact(here.ports, 'promotions/weather/run-2/compliance.json');
    expect((checks as { check: string }[]).map(({ check }) => check)).toEqual([
      'schema',
      'training-age',
      'training-window',
      'data-contract',
      'commit',
      'signature',
      'reproduction',
      'delivered-series',
    ]);
    await tamper(here.ports, 'run-2');
    expect(await checkCompliance(about(2), here.ports)).toMatchObject({ complies: false });
  });

  it('lets no recipe in again that was fitted to what was known long ago', async () => {
    const here = platform({ ...WEEKLY, promotion: { ...WEEKLY.promotion, maxTrainingAge: '1d' } });
    await here.train('run-1');
    await here.putInProduction(1);
    await here.refresh('run-2');
    expect(await checkCompliance(about(2), here.ports)).toMatchObject({ complies: false, way: 'refresh' });
    const checks = await readArtifact(here.ports, 'promotions/weather/run-2/compliance.json');
    const refused = (checks as { check: string; outcome: string }[]).filter(({ outcome }) => outcome === 'refuse');
    expect(refused.map(({ check }) => check)).toEqual(['training-age']);
  });
});

describe('plan-comparison', () => {
  it('cuts the last stretch of training, and plans a twin that has not seen it', async () => {
    const here = platform();
    await here.train('run-1');
    const plan = await planComparison(about(1), here.ports);
    expect(plan).toMatchObject({
      holdout: { start: '2020-02-24', end: '2020-03-01' },
      production: null,
      outputUri: 's3://artifacts/twins/weather',
    });
    expect(plan.jobs).toMatchObject([
      {
        fit: 'challenger-twin',
        manifestUri: 's3://artifacts/promotions/weather/run-1/challenger-twin.manifest',
        memoryUri: 's3://artifacts/runs/weather/run-1/challenger-twin/memory.manifest',
        hyperparameters: {
          task: 'fit',
          train_start: TRAIN.start,
          train_end: '2020-02-23',
          forecast_start: '2020-02-24',
          forecast_end: '2020-03-01',
        },
      },
    ]);
    const twin = await readArtifact(here.ports, 'runs/weather/run-1/challenger-twin/fit-plan.json');
    // The selection has chosen by points that lie in the holdout, too.
    expect(twin).toMatchObject({ recipe: { kind: 'choice' }, chosen: null, looks: [], incumbent: null });
  });

  it('lets a twin know no look that saw the holdout', async () => {
    const here = platform();
    await here.train('run-1');
    for (const asOf of ['2020-02-23', '2020-02-24', '2020-03-01'])
      here.ports.stores.artifacts.put(`monitoring/weather/looks/${asOf}.jsonl`, lookOf(asOf));
    await planComparison(about(1), here.ports);
    const twin = await readArtifact(here.ports, 'runs/weather/run-1/challenger-twin/fit-plan.json');
    expect(twin).toMatchObject({ looks: [{ file: 'monitoring/weather/looks/2020-02-23.jsonl' }] });
    expect(twin).toHaveProperty('looks.length', 1);
  });

  it('leaves out of the twins what no fit learns from', async () => {
    const here = platform();
    await here.train('run-1');
    const [january, holdout] = [
      { start: '2020-01-13', end: '2020-01-19' },
      { start: '2020-02-24', end: '2020-03-01' },
    ];
    await updateSetAside(here.ports.stores.artifacts, 'weather', () => ({ setAside: [january, holdout] }));
    const { jobs } = await planComparison(about(1), here.ports);
    expect(jobs[0].hyperparameters.set_aside).toBe('[{"start":"2020-01-13","end":"2020-01-19"}]');
  });

  it('fits the recipe in Production beside it, on the same window: whichever is older has seen less', async () => {
    const here = platform();
    await here.train('run-1', NAIVE_ONLY);
    await here.train('run-2', WEEKLY, LATER);
    await here.putInProduction(1);
    const { production, jobs } = await planComparison(about(2), here.ports);
    expect(production).toBe(1);
    expect(
      jobs.map(({ fit, hyperparameters }) => [fit, hyperparameters.train_start, hyperparameters.train_end]),
    ).toEqual([
      ['challenger-twin', '2020-01-13', '2020-03-01'],
      ['production-twin', '2020-01-13', '2020-03-01'],
    ]);
    const twin = await readArtifact(here.ports, 'runs/weather/run-2/production-twin/fit-plan.json');
    expect(twin).toMatchObject({ recipe: { candidates: [{ name: 'naive' }] }, chosen: 'naive' });
  });
});

/** The machine's steps up to the verdict. */
async function compared({ ports }: Platform, modelVersion: number) {
  const asked = about(modelVersion);
  const { way } = await checkCompliance({ ...asked, asOf: AS_OF }, ports);
  const { holdout, production, ...plan } = await planComparison(asked, ports);
  const twins = await fitJobs(ports, asked.runId, plan);
  return { ...asked, way, policy: 'gates' as const, comparison: { holdout, production, twins } };
}

async function reportOf({ ports }: Platform, runId: string): Promise<ComparisonReport> {
  return (await readArtifact(ports, `promotions/weather/${runId}/comparison.json`)) as ComparisonReport;
}

/** As if the run had not been judged before: what it leaves is written once. */
async function judgedAnew(asked: Parameters<typeof judge>[0], { ports }: Platform) {
  for (const file of ['comparison.json', 'comparison.html'])
    ports.stores.artifacts.objects.delete(`promotions/weather/${asked.runId}/${file}`);
  return judge(asked, ports);
}

describe('judge', () => {
  it('holds the twin and the naive against the same rows, and keeps the report under its hash', async () => {
    const here = platform();
    await here.train('run-1');
    const { verdict, reasons, production, report } = await judge(await compared(here, 1), here.ports);

    expect({ verdict, reasons, production }).toEqual({ verdict: 'pass', reasons: [], production: null });
    const json = await here.ports.stores.artifacts.read('promotions/weather/run-1/comparison.json');
    const html = await here.ports.stores.artifacts.read('promotions/weather/run-1/comparison.html');
    expect(report).toEqual({
      reportUri: 's3://artifacts/promotions/weather/run-1/comparison.json',
      reportSha256: createHash('sha256').update(json).digest('hex'),
      pageSha256: createHash('sha256').update(html).digest('hex'),
    });
    expect(new TextDecoder().decode(html)).toContain('<html');
    const kept = await reportOf(here, 'run-1');
    expect(kept).toMatchObject({
      joined: 14,
      challenger: { version: 1, recipe: 'mean', scoredAs: 'twin', trainedOn: { end: '2020-02-23' } },
      production: { version: null, recipe: 'seasonal naive of 7', scoredAs: 'naive' },
    });
    // The mean of four even and three odd weeks misses an odd one by 4/7 of 8 and of 2; the naive misses it by all of them.
    expect(kept.challenger.rmse).toBeCloseTo((4 / 7) * Math.sqrt(34), 10);
    expect(kept.production.rmse).toBeCloseTo(Math.sqrt(34), 10);
    expect(kept.gates.map(({ gate, outcome }) => (outcome === 'told' ? outcome : gate))).toEqual([
      ...new Array(3).fill('told'),
      'no-worse-than-naive',
      ...new Array(7).fill('told'),
    ]);
  });

  it('tells the tracker, by its policy; one that is down holds up nothing', async () => {
    const here = platform();
    await here.train('run-1');
    const asked = await compared(here, 1);
    await judge(asked, here.ports);
    const evaluation = await readArtifact(here.ports, 'tracking/weather/run-1/evaluations/verdict-run-1.json');
    expect(evaluation).toMatchObject({
      parameters: { policy: 'gates' },
      metrics: expect.arrayContaining([{ name: 'holdout/joined', step: 0, value: 14 }]),
      tags: { verdict: 'pass', holdout: '2020-02-24..2020-03-01' },
    });
    expect(await judge(asked, { ...here.ports, tracker: TRACKER_DOWN })).toMatchObject({ verdict: 'pass' });
    await judgedAnew({ ...asked, policy: 'promote-latest' }, here);
    const other = await readArtifact(here.ports, 'tracking/weather/run-1/evaluations/verdict-run-1.json');
    expect(other).toMatchObject({ parameters: { policy: 'promote-latest' } });
  });

  it('refuses what is worse than Production, with every reason', async () => {
    const here = platform();
    await here.train('run-1');
    await here.putInProduction(1);
    await here.train('run-2', NAIVE_ONLY);
    const { verdict, reasons, production } = await judge(await compared(here, 2), here.ports);

    expect({ verdict, production }).toEqual({ verdict: 'refuse', production: 1 });
    expect(reasons.join('\n')).toMatch(/no-worse-than-production/);
    const kept = await reportOf(here, 'run-2');
    expect(kept.production).toMatchObject({ version: 1, scoredAs: 'twin', recipe: 'mean' });
    expect(kept.gates.filter(({ outcome }) => outcome === 'refuse')).toHaveLength(reasons.length);
  });

  it('counts no series as lost that has ended before the window of the challenger', async () => {
    const here = platform();
    const weeks = (station: string, days: number) =>
      Array.from({ length: days }, (_, day) => {
        return `${station},${new Date(Date.UTC(2020, 0, 6 + day)).toISOString().slice(0, 10)},${day % 7}\n`;
      });
    here.ports.stores.landing.put('weather/2.csv', ['station,date,temp\n', ...weeks('ended', 21)].join(''));
    await here.train('run-1');
    await here.putInProduction(1);
    await here.train('run-2', { ...WEEKLY, training: { length: '5w' } }, { ...TRAIN, start: '2020-01-27' });
    await judge(await compared(here, 2), here.ports);
    const { gates } = await reportOf(here, 'run-2');
    const { outcome, evidence } = gates.find(({ gate }) => gate === 'missing-series')!;
    expect([outcome, evidence]).toEqual([
      'pass',
      expect.stringContaining('ended (no longer delivers: since 2020-01-26'),
    ]);
  });

  it('puts the naive in the place of a first version that is worse on the holdout', async () => {
    // The last value, which the naive of a week beats.
    const last = { name: 'last', family: 'seasonal-naive', options: { lag: 1 } };
    const here = platform({ ...WEEKLY, candidates: [last], promotion: { ...WEEKLY.promotion, holdout: '14d' } });
    await here.train('run-1');
    const { verdict, reasons, production } = await judge(await compared(here, 1), here.ports);
    expect({ verdict, production }).toEqual({ verdict: 'naive', production: null });
    expect(reasons).toEqual([expect.stringMatching(/^no-worse-than-naive: /)]);
    expect(await reportOf(here, 'run-1')).toMatchObject({ verdict: 'naive' });
  });

  it('refuses where the twin failed, and says why', async () => {
    const here = platform();
    await here.train('run-1');
    await checkCompliance({ ...about(1), asOf: AS_OF }, here.ports);
    const failure = 'TooManyFailedSeries: two of two';
    const told = { ...about(1), policy: 'gates' as const, failure };
    const refused = await judge({ ...told, way: 'change' }, here.ports);
    expect(refused).toMatchObject({ verdict: 'refuse', reasons: [expect.stringContaining(failure)] });
    expect(await judgedAnew({ ...told, way: 'first' }, here)).toMatchObject({ verdict: 'naive' });
    expect((await reportOf(here, 'run-1')).gates).toMatchObject([{ gate: 'comparison', evidence: failure }]);
  });

  it('says nothing of the challenger where what was fitted cannot be read: an exception is never a pass, and no verdict', async () => {
    const here = platform();
    await here.train('run-1');
    const asked = await compared(here, 1);
    const twins = [{ fit: 'challenger-twin', artifactUri: 's3://artifacts/nowhere' }];
    for (const lost of [twins, []]) {
      const judged = judge({ ...asked, comparison: { ...asked.comparison, twins: lost } }, here.ports);
      await expect(judged).rejects.toThrow(/no such object|was not fitted/);
    }
  });

  it('refuses where no row of the holdout has come true', async () => {
    const here = platform();
    await here.train('run-1');
    const asked = await compared(here, 1);
    const holdout = { start: '2020-06-01', end: '2020-06-07' };
    const refused = await judge({ ...asked, comparison: { ...asked.comparison, holdout } }, here.ports);
    expect(refused.verdict).toBe('naive');
    expect(await reportOf(here, 'run-1')).toMatchObject({ joined: 0, verdict: 'naive' });
  });

  it('lets nothing live that does not comply, whatever the policy', async () => {
    const here = platform();
    await here.train('run-1');
    await tamper(here.ports, 'run-1');
    await checkCompliance({ ...about(1), asOf: AS_OF }, here.ports);
    for (const policy of POLICIES) {
      const refused = await judgedAnew({ ...about(1), way: 'first', policy }, here);
      expect(refused.verdict).toBe(policy === 'gates' ? 'naive' : 'refuse');
      expect(refused.reasons.join('\n')).toMatch(/^signature: .*\nreproduction: /);
    }
  });

  it('refuses by the gates where nothing was compared, and lets the other policies judge by what they look at', async () => {
    const here = platform();
    await here.train('run-1');
    await here.putInProduction(1);
    await here.train('run-2', NAIVE_ONLY);
    await checkCompliance({ ...about(2), asOf: AS_OF }, here.ports);
    const verdicts = [];
    for (const policy of POLICIES) {
      verdicts.push([policy, (await judgedAnew({ ...about(2), way: 'change', policy }, here)).verdict]);
    }
    expect(verdicts).toEqual([
      ['promote-latest', 'pass'],
      ['refresh-latest', 'pass'],
      ['gates', 'refuse'],
    ]);
  });

  it('does not judge what nobody has checked', async () => {
    const here = platform();
    await here.train('run-1');
    await expect(judge({ ...about(1), way: 'first', policy: 'promote-latest' }, here.ports)).rejects.toMatchObject({
      name: 'ObjectNotFound',
    });
  });

  it('refuses what the checks found, changed since', async () => {
    const here = platform();
    await here.train('run-1');
    const { complianceSha256 } = await checkCompliance({ ...about(1), asOf: AS_OF }, here.ports);
    const key = 'promotions/weather/run-1/compliance.json';
    here.ports.stores.artifacts.put(key, JSON.stringify(await readArtifact(here.ports, key)));
    const asked = { ...about(1), way: 'first', policy: 'promote-latest', complianceSha256 } as const;
    await expect(judgeStep(asked, here.ports)).rejects.toMatchObject({
      name: 'ArtifactMismatch',
      message: expect.stringContaining('run-1/compliance.json is not what the step before left'),
    });
  });

  it.each(['summary.json', 'forecasts/part-00000.parquet'])(
    'compares nothing with a twin whose %s was changed',
    async (file) => {
      const here = platform();
      await here.train('run-1');
      const asked = await compared(here, 1);
      const { artifacts } = here.ports.stores;
      const key = [...artifacts.objects.keys()].find((one) => one.startsWith('twins/') && one.endsWith(file))!;
      const body = await artifacts.read(key);
      artifacts.put(key, body.with(body.length - 1, body[body.length - 1] ^ 1));
      await expect(judge(asked, here.ports)).rejects.toMatchObject({
        name: 'ArtifactMismatch',
        message: expect.stringMatching(/twins\/weather\/.* is not what the step before left/),
      });
    },
  );
});
