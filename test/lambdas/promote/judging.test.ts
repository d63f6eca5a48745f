import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { ComparisonReport } from '../../../core/contracts/promotion.ts';
import { run as checkCompliance } from '../../../lambdas/promote/check-compliance.ts';
import { run as judge } from '../../../lambdas/promote/judge.ts';
import { run as planComparison } from '../../../lambdas/promote/plan-comparison.ts';
import { trainJobs } from '../pipeline/pipeline.ts';
import { NAIVE_ONLY, platform, type Platform, readArtifact, tamper, TRAIN, WEEKLY } from './fixture.ts';

const LATER = { start: '2020-01-13', end: '2020-03-08' };
const AS_OF = '2020-03-01';

const about = (modelVersion: number, runId = `run-${modelVersion}`) => ({ dataset: 'weather', runId, modelVersion });

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
    expect(await checkCompliance({ ...about(1), asOf: AS_OF }, here.ports)).toEqual({ complies: true });
    expect(await refusedChecks(here, 'run-1')).toEqual([]);
    expect(await readArtifact(here.ports, 'promotions/weather/run-1/compliance.json')).toHaveLength(12);
  });

  it('reads the model once, for its signature and to forecast again', async () => {
    const here = platform();
    await here.train('run-1');
    const read: string[] = [];
    here.ports.stores.artifacts.beforeRead = (key) => void (key.endsWith('/model.jsonl') && read.push(key));
    expect(await checkCompliance({ ...about(1), asOf: AS_OF }, here.ports)).toEqual({ complies: true });
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
    expect(await checkCompliance({ ...about(1), asOf: AS_OF }, ports)).toEqual({ complies: true });
  });

  it('refuses a model whose file was changed, by its signature and by what it forecasts', async () => {
    const here = platform();
    await here.train('run-1');
    await tamper(here.ports, 'run-1');
    expect(await checkCompliance({ ...about(1), asOf: AS_OF }, here.ports)).toEqual({ complies: false });
    expect(await refusedChecks(here, 'run-1')).toEqual(['signature', 'reproduction']);
  });

  it('refuses files that nobody has signed', async () => {
    const here = platform();
    await here.train('run-1');
    await tamper(here.ports, 'run-1', 'summary.json');
    expect(await checkCompliance({ ...about(1), asOf: AS_OF }, here.ports)).toEqual({ complies: false });
    expect(await refusedChecks(here, 'run-1')).toEqual(['signature']);
  });

  it('holds the age of the training against the newest observation, or against the date that is asked for', async () => {
    const here = platform({ ...WEEKLY, promotion: { ...WEEKLY.promotion, maxTrainingAge: '7d' } });
    await here.train('run-1');
    expect(await checkCompliance({ ...about(1), asOf: '2020-03-08' }, here.ports)).toEqual({ complies: true });
    expect(await checkCompliance({ ...about(1), asOf: '2020-03-09' }, here.ports)).toEqual({ complies: false });
    expect(await refusedChecks(here, 'run-1')).toEqual(['training-age']);
    // What was delivered reaches to 2020-03-17.
    expect(await checkCompliance(about(1), here.ports)).toEqual({ complies: false });
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
        candidate: 'challenger-twin',
        manifestUri: 's3://artifacts/promotions/weather/run-1/challenger-twin.manifest',
        hyperparameters: {
          family: 'climatology',
          train_start: TRAIN.start,
          train_end: '2020-02-23',
          forecast_start: '2020-02-24',
          forecast_end: '2020-03-01',
        },
      },
    ]);
  });

  it('scores the version in Production itself where it was trained before the holdout, else its twin', async () => {
    const here = platform();
    await here.train('run-1');
    await here.train('run-2');
    await here.train('run-3', WEEKLY, LATER);
    await here.putInProduction(1);
    const twinsOf = async (version: number) =>
      (await planComparison(about(version), here.ports)).jobs.map(({ candidate }) => candidate);
    expect(await twinsOf(2)).toEqual(['challenger-twin', 'production-twin']);
    expect(await twinsOf(3)).toEqual(['challenger-twin']);
  });
});

/** The machine's steps up to the verdict. */
async function compared({ ports }: Platform, modelVersion: number) {
  const asked = about(modelVersion);
  await checkCompliance({ ...asked, asOf: AS_OF }, ports);
  const { holdout, production, ...plan } = await planComparison(asked, ports);
  const twins = await trainJobs(ports, asked.runId, plan);
  return { ...asked, policy: 'gates' as const, comparison: { holdout, production, twins } };
}

async function reportOf({ ports }: Platform, runId: string): Promise<ComparisonReport> {
  return (await readArtifact(ports, `promotions/weather/${runId}/comparison.json`)) as ComparisonReport;
}

describe('judge', () => {
  it('holds the twin and the naive against the same rows, and keeps the report under its hash', async () => {
    const here = platform();
    await here.train('run-1');
    const { verdict, reasons, production, report } = await judge(await compared(here, 1), here.ports);

    expect({ verdict, reasons, production }).toEqual({ verdict: 'pass', reasons: [], production: null });
    const json = await here.ports.stores.artifacts.read('promotions/weather/run-1/comparison.json');
    expect(report).toEqual({
      reportUri: 's3://artifacts/promotions/weather/run-1/comparison.json',
      reportSha256: createHash('sha256').update(json).digest('hex'),
    });
    const html = await here.ports.stores.artifacts.read('promotions/weather/run-1/comparison.html');
    expect(new TextDecoder().decode(html)).toContain('<html');
    const kept = await reportOf(here, 'run-1');
    expect(kept).toMatchObject({
      joined: 14,
      challenger: { version: 1, candidate: 'mean', scoredAs: 'twin', trainedOn: { end: '2020-02-23' } },
      production: { version: null, scoredAs: 'naive' },
    });
    // The mean of four even and three odd weeks misses an odd one by 4/7 of 8 and of 2; the naive misses it by all of them.
    expect(kept.challenger.rmse).toBeCloseTo((4 / 7) * Math.sqrt(34), 10);
    expect(kept.production.rmse).toBeCloseTo(Math.sqrt(34), 10);
    expect(kept.gates.map(({ outcome }) => outcome)).toEqual(new Array(9).fill('pass'));
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
    expect(kept.production).toMatchObject({ version: 1, scoredAs: 'twin', candidate: 'mean' });
    expect(kept.gates.filter(({ outcome }) => outcome === 'refuse')).toHaveLength(reasons.length);
  });

  it('scores a version of Production that never saw the holdout itself', async () => {
    const here = platform();
    await here.train('run-1');
    await here.putInProduction(1);
    await here.train('run-2', WEEKLY, LATER);
    await judge(await compared(here, 2), here.ports);
    expect(await reportOf(here, 'run-2')).toMatchObject({
      holdout: { start: '2020-03-02', end: '2020-03-08' },
      production: { version: 1, scoredAs: 'itself', trainedOn: TRAIN },
    });
  });

  it('refuses where the twin failed, and says why', async () => {
    const here = platform();
    await here.train('run-1');
    await checkCompliance({ ...about(1), asOf: AS_OF }, here.ports);
    const failure = 'TooManyFailedSeries: two of two';
    const refused = await judge({ ...about(1), policy: 'gates', failure }, here.ports);
    expect(refused).toMatchObject({ verdict: 'refuse', reasons: [expect.stringContaining(failure)] });
    expect((await reportOf(here, 'run-1')).gates).toMatchObject([{ gate: 'comparison', evidence: failure }]);
  });

  it('refuses where the comparison cannot be made: an exception is never a pass', async () => {
    const here = platform();
    await here.train('run-1');
    const asked = await compared(here, 1);
    const twins = [{ candidate: 'challenger-twin', artifactUri: 's3://artifacts/nowhere' }];
    for (const lost of [twins, []]) {
      const refused = await judge({ ...asked, comparison: { ...asked.comparison, twins: lost } }, here.ports);
      expect(refused).toMatchObject({ verdict: 'refuse', reasons: [expect.stringMatching(/^comparison: no value/)] });
    }
  });

  it('refuses where no row of the holdout has come true', async () => {
    const here = platform();
    await here.train('run-1');
    const asked = await compared(here, 1);
    const holdout = { start: '2020-06-01', end: '2020-06-07' };
    const refused = await judge({ ...asked, comparison: { ...asked.comparison, holdout } }, here.ports);
    expect(refused.verdict).toBe('refuse');
    expect(await reportOf(here, 'run-1')).toMatchObject({ joined: 0, verdict: 'refuse' });
  });

  it('refuses what does not comply, whatever the policy', async () => {
    const here = platform();
    await here.train('run-1');
    await tamper(here.ports, 'run-1');
    await checkCompliance({ ...about(1), asOf: AS_OF }, here.ports);
    for (const policy of ['gates', 'promote-latest', 'promote-best-cv'] as const) {
      const refused = await judge({ ...about(1), policy }, here.ports);
      expect(refused.verdict).toBe('refuse');
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
    for (const policy of ['gates', 'promote-latest', 'promote-best-cv'] as const) {
      verdicts.push([policy, (await judge({ ...about(2), policy }, here.ports)).verdict]);
    }
    expect(verdicts).toEqual([
      ['gates', 'refuse'],
      ['promote-latest', 'pass'],
      ['promote-best-cv', 'refuse'],
    ]);
  });

  it('does not judge what nobody has checked', async () => {
    const here = platform();
    await here.train('run-1');
    await expect(judge({ ...about(1), policy: 'promote-latest' }, here.ports)).rejects.toMatchObject({
      name: 'ObjectNotFound',
    });
  });
});
