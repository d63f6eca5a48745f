import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Ports } from '../../../core/ports.ts';
import type { FitSummary } from '../../../core/train/training-summary.ts';
import { run as checkCompliance } from '../../../lambdas/promote/check-compliance.ts';
import { run as guardStep } from '../../../lambdas/promote/guard.ts';
import { run as promote } from '../../../lambdas/promote/promote.ts';
import { TRACKER_DOWN } from '../../support/tracker-down.ts';
import { checkedBy, platform, type Platform, readArtifact, WEEKLY } from './fixture.ts';

const LATER = { start: '2020-01-13', end: '2020-03-08' };

/** Version 1 is in Production, version 2 its recipe on the week after. */
async function refreshed(): Promise<Platform> {
  const here = platform();
  await here.train('run-1');
  await here.putInProduction(1);
  await here.refresh('run-2', LATER);
  await checkCompliance(ABOUT_2, here.ports);
  return here;
}

/** With what the machine hands on. */
async function guard(asked: typeof ABOUT_2, ports: Ports) {
  return guardStep({ ...asked, ...(await checkedBy(ports, asked)) }, ports);
}

const ABOUT_2 = { dataset: 'weather', runId: 'run-2', modelVersion: 2 };

/** What the fit says it found. */
async function rewriteSummary({ ports }: Platform, edit: (summary: FitSummary) => FitSummary): Promise<void> {
  const { artifacts } = ports.stores;
  const key = [...artifacts.objects.keys()].find((one) => /models\/weather\/run-2-fit.*summary\.json$/.test(one))!;
  artifacts.put(key, JSON.stringify(edit((await readArtifact(ports, key)) as FitSummary)));
}

describe('guard', () => {
  it('lets a sound refresh pass, against what is in Production, and keeps the report under its hash', async () => {
    const here = await refreshed();
    const { report, ...answer } = await guard(ABOUT_2, here.ports);
    expect(answer).toEqual({ verdict: 'pass', reasons: [], production: 1, approval: 'never' });
    const json = await here.ports.stores.artifacts.read('promotions/weather/run-2/guard.json');
    expect(report).toEqual({
      reportUri: 's3://artifacts/promotions/weather/run-2/guard.json',
      reportSha256: createHash('sha256').update(json).digest('hex'),
    });
    expect(await readArtifact(here.ports, 'promotions/weather/run-2/guard.json')).toMatchObject({
      version: 2,
      against: 1,
      exempt: false,
      compliance: [
        { check: 'schema' },
        { check: 'training-age' },
        { check: 'training-window' },
        { check: 'data-contract' },
        { check: 'commit' },
        { check: 'signature' },
        { check: 'reproduction' },
        { check: 'delivered-series' },
      ],
      guards: [
        { gate: 'same-series', outcome: 'pass' },
        { gate: 'series-in-range', outcome: 'pass' },
        { gate: 'movement', outcome: 'pass' },
      ],
      kept: [],
      verdict: 'pass',
    });
    expect(here.ports.stores.artifacts.objects.has('promotions/weather/run-2/guard.html')).toBe(false);
  });

  it('tells the tracker, beside the selection that is fitted anew; one that is down holds up nothing', async () => {
    const here = await refreshed();
    await guard(ABOUT_2, here.ports);
    const evaluation = await readArtifact(here.ports, 'tracking/weather/run-1/evaluations/verdict-run-2.json');
    expect(evaluation).toMatchObject({
      parameters: { policy: 'gates', selection_run: 'run-1' },
      metrics: expect.arrayContaining([{ name: 'guard/same-series', step: 7, value: 0 }]),
      tags: { last_refresh: 'version 2: pass' },
    });
    const down = await guard(ABOUT_2, { ...here.ports, tracker: TRACKER_DOWN });
    expect(down).toMatchObject({ verdict: 'pass' });
  });

  it('refuses by what the fit found', async () => {
    const here = await refreshed();
    await rewriteSummary(here, (summary) => ({
      ...summary,
      guard: { ...summary.guard!, movement: { value: 9, allowed: 5 } },
    }));
    expect(await guard(ABOUT_2, here.ports)).toMatchObject({
      verdict: 'refuse',
      reasons: [expect.stringMatching(/^movement: 9, must be <= 5 /)],
      production: 1,
    });
    const page = await here.ports.stores.artifacts.read('promotions/weather/run-2/guard.html');
    expect(new TextDecoder().decode(page)).toContain('weather: may version 2 take the place of version 1?');
  });

  it('refuses what was fitted beside another version than the one in Production now', async () => {
    const here = await refreshed();
    await here.train('run-3');
    await here.putInProduction(3);
    expect(await guard(ABOUT_2, here.ports)).toMatchObject({
      verdict: 'refuse',
      reasons: [
        'in-force: no value, must be held against version 3, which is in Production (it was held against version 1)',
      ],
      production: 3,
    });
  });

  it('holds what a person went back to against a refresh, and not against a selection', async () => {
    const here = await refreshed();
    await here.train('run-3');
    await checkCompliance({ ...ABOUT_2, runId: 'run-3', modelVersion: 3 }, here.ports);
    const asked = {
      dataset: 'weather',
      transitionId: 'b-1',
      action: 'roll-back',
      to: 1,
      expected: 1,
      by: 'grace',
      reason: 'odd forecasts',
      evidence: null,
    } as const;
    await here.ports.production.move(asked, here.ports);
    expect(await guard(ABOUT_2, here.ports)).toMatchObject({
      verdict: 'refuse',
      reasons: [expect.stringContaining('version 1 is held since the roll-back by grace: odd forecasts')],
    });
    expect(await guard({ ...ABOUT_2, runId: 'run-3', modelVersion: 3 }, here.ports)).toMatchObject({ verdict: 'pass' });
  });

  it('stands by its verdict where the run has moved Production already', async () => {
    const here = await refreshed();
    const said = await guard(ABOUT_2, here.ports);
    const { production, report } = said;
    await promote({ ...ABOUT_2, action: 'refresh', production, by: 'ada', reason: 'r', report }, here.ports);
    expect(await guard(ABOUT_2, here.ports)).toEqual(said);
  });

  it('says whether the data set wants a person to be asked', async () => {
    const here = platform({ ...WEEKLY, promotion: { ...WEEKLY.promotion, approveRefreshes: 'always' } });
    await here.train('run-1');
    await here.putInProduction(1);
    await here.refresh('run-2');
    await checkCompliance(ABOUT_2, here.ports);
    expect(await guard(ABOUT_2, here.ports)).toMatchObject({ approval: 'always' });
  });

  it('guards nothing where nothing is in Production, or nobody has checked', async () => {
    const here = platform();
    await here.train('run-1');
    await expect(guard({ ...ABOUT_2, modelVersion: 1 }, here.ports)).rejects.toMatchObject({
      name: 'ModelVersionUnknown',
    });
    await here.putInProduction(1);
    await here.refresh('run-2');
    await expect(guard(ABOUT_2, here.ports)).rejects.toMatchObject({ name: 'ObjectNotFound' });
  });

  it.each([
    ['what the checks found', (key: string) => key.endsWith('run-2/compliance.json')],
    ['what the fit says it found', (key: string) => /models\/weather\/run-2-fit.*summary\.json$/.test(key)],
  ])('refuses %s, changed since the checks', async (_, isChanged) => {
    const here = await refreshed();
    const handed = await checkedBy(here.ports, ABOUT_2);
    const { artifacts } = here.ports.stores;
    const key = [...artifacts.objects.keys()].find(isChanged)!;
    artifacts.put(key, JSON.stringify(await readArtifact(here.ports, key)));
    await expect(guardStep({ ...ABOUT_2, ...handed }, here.ports)).rejects.toMatchObject({
      name: 'ArtifactMismatch',
      message: expect.stringContaining(`s3://artifacts/${key} is not what the step before left`),
    });
  });
});
