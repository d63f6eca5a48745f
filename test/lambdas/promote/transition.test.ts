import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { TRACKER_DOWN } from '../../support/tracker-down.ts';
import { rollBackStep } from '../../../core/contracts/steps/promote.ts';
import { NO_HISTORY } from '../../../core/monitor/state.ts';
import { readMonitorState, updateMonitorState } from '../../../lake/monitor-state.ts';
import { readSetAside } from '../../../lake/set-aside.ts';
import { run as refuse } from '../../../lambdas/promote/refuse.ts';
import { run as requestApproval } from '../../../lambdas/promote/request-approval.ts';
import { run as rollBack } from '../../../lambdas/promote/roll-back.ts';
import { HEALTHY } from '../../core/monitor/support.ts';
import { goLive as promote, platform, type Platform, readArtifact, REPORT, tamper, TRAIN } from './fixture.ts';

const TO_1 = {
  dataset: 'weather',
  runId: 'p-1',
  modelVersion: 1,
  action: 'promote' as const,
  production: null,
  by: 'ada',
  reason: 'r',
};
const TO_2 = { ...TO_1, runId: 'p-2', modelVersion: 2, production: 1 };
const BACK = { dataset: 'weather', runId: 'b-1', by: 'grace', reason: 'odd forecasts' };

async function trained(versions: number): Promise<Platform> {
  const here = platform();
  for (let version = 1; version <= versions; version++) await here.train(`run-${version}`);
  return here;
}

async function stagesOf({ ports }: Platform) {
  return Object.fromEntries(await ports.registry.stages('weather'));
}

async function evidenceOf({ ports }: Platform, runId: string) {
  const hashOf = async (key: string) =>
    createHash('sha256')
      .update(await ports.stores.artifacts.read(key))
      .digest('hex');
  const folder = `promotions/weather/${runId}`;
  return {
    reportUri: `s3://artifacts/${folder}/comparison.json`,
    reportSha256: await hashOf(`${folder}/comparison.json`),
    pageSha256: await hashOf(`${folder}/comparison.html`),
  };
}

describe('promote', () => {
  it('moves the pointer, the stages after it, and leaves the evidence', async () => {
    const here = await trained(2);
    expect(await promote(TO_1, here.ports)).toEqual({
      outcome: 'promoted',
      modelVersion: 1,
      production: 1,
      reasons: [],
      reportUri: 's3://artifacts/promotions/weather/p-1/comparison.json',
    });
    expect(await stagesOf(here)).toEqual({ 1: 'Production', 2: 'Staging' });
    await promote(TO_2, here.ports);
    expect(await stagesOf(here)).toEqual({ 1: 'Archived', 2: 'Production' });
    expect(await here.ports.production.history('weather')).toMatchObject([
      {
        revision: 1,
        action: 'promote',
        from: null,
        to: 1,
        by: 'ada',
        reason: 'r',
        evidence: await evidenceOf(here, 'p-1'),
      },
      { revision: 2, action: 'promote', from: 1, to: 2 },
    ]);
    expect(await readArtifact(here.ports, 'tracking/weather/production.json')).toMatchObject({ modelVersion: 2 });
    expect(here.ports.notifications.map(({ subject }) => subject)).toEqual([
      'weather: version 1 is in Production',
      'weather: version 2 is in Production',
    ]);
  });

  it('records the date that a replay was living through, and none outside of one', async () => {
    const here = await trained(2);
    await promote({ ...TO_1, livedThrough: '2014-03-31T05:00:00Z' }, here.ports);
    await promote(TO_2, here.ports);
    const [lived, own] = await here.ports.production.history('weather');
    expect(lived).toMatchObject({ to: 1, livedThrough: '2014-03-31' });
    expect(own).not.toHaveProperty('livedThrough');
  });

  it('tells nobody of a refresh, which is what every look does, but that the tracker could not be told', async () => {
    const here = await trained(2);
    await promote(TO_1, here.ports);
    const told = here.ports.notifications.length;
    await promote({ ...TO_2, action: 'refresh' }, here.ports);
    expect((await here.ports.production.history('weather')).at(-1)).toMatchObject({
      action: 'refresh',
      from: 1,
      to: 2,
    });
    expect(here.ports.notifications).toHaveLength(told);
    const ports = { ...here.ports, tracker: TRACKER_DOWN };
    await promote({ ...TO_1, runId: 'p-3', action: 'refresh', production: 2 }, ports);
    expect(here.ports.notifications.at(-1)?.message).toContain('The tracker was not told');
  });

  it('remembers a change of recipe for the way back; a first version and a refresh are none', async () => {
    const here = await trained(3);
    const changes = [];
    for (const move of [
      TO_1,
      { ...TO_2, action: 'refresh' as const },
      { ...TO_2, runId: 'p-3', modelVersion: 3, production: 2 },
    ]) {
      await promote(move, here.ports);
      changes.push((await readMonitorState(here.ports.stores.artifacts, 'weather')).change);
    }
    expect(changes).toEqual([undefined, undefined, { former: 2, since: 3 }]);
  });

  it('remembers the way back of the recipe in Production, whichever promotion is asked for again', async () => {
    const here = await trained(3);
    const change = async () => (await readMonitorState(here.ports.stores.artifacts, 'weather')).change;
    await promote(TO_1, here.ports);
    await promote(TO_2, here.ports);
    await promote({ ...TO_2, runId: 'p-3', modelVersion: 3, production: 2 }, here.ports);
    await promote(TO_2, here.ports);
    expect(await change()).toEqual({ former: 2, since: 3 });
    // As after a crash between the move and its consequences.
    await updateMonitorState(here.ports.stores.artifacts, 'weather', () => NO_HISTORY);
    await promote({ ...TO_2, runId: 'p-4', action: 'refresh', modelVersion: 3, production: 3 }, here.ports);
    expect(await change()).toEqual({ former: 2, since: 3 });
  });

  it('makes a move once, however often it is asked for', async () => {
    const here = await trained(1);
    const first = await promote(TO_1, here.ports);
    expect(await promote(TO_1, here.ports)).toEqual(first);
    expect(await here.ports.production.history('weather')).toHaveLength(1);
  });

  it('does not move from another version than the challenger was judged against', async () => {
    const here = await trained(3);
    await promote(TO_1, here.ports);
    await promote(TO_2, here.ports);
    await expect(promote({ ...TO_2, runId: 'p-3', modelVersion: 3 }, here.ports)).rejects.toMatchObject({
      name: 'PointerMoved',
    });
    expect(await stagesOf(here)).toEqual({ 1: 'Archived', 2: 'Production', 3: 'Staging' });
  });

  it('says of a recipe that came back that the literal still asks for the other one', async () => {
    const here = await trained(2);
    await promote(TO_1, here.ports);
    await promote({ ...TO_2, action: 'return' }, here.ports);
    expect(here.ports.notifications.at(-1)?.message).toContain(
      "Unless the data set's literal asks for it by then, the next selection fits the other one again",
    );
  });

  it('looks at the signature once more', async () => {
    const here = await trained(1);
    await tamper(here.ports, 'run-1');
    await expect(promote(TO_1, here.ports)).rejects.toMatchObject({ name: 'SignatureRefused' });
    expect(await here.ports.production.read('weather')).toBeUndefined();
    expect(await stagesOf(here)).toEqual({ 1: 'Staging' });
  });
});

describe('refuse', () => {
  const reasons = ['skill-over-naive: -0.1'];
  const refusal = { dataset: 'weather', runId: 'p-2', modelVersion: 2, reasons, report: REPORT, shadow: false };

  it('archives the challenger, keeps why, and leaves Production as it was', async () => {
    const here = await trained(2);
    await promote(TO_1, here.ports);
    expect(await refuse(refusal, here.ports)).toEqual({
      outcome: 'refused',
      modelVersion: 2,
      production: 1,
      reasons,
      reportUri: REPORT.reportUri,
    });
    expect(await stagesOf(here)).toEqual({ 1: 'Production', 2: 'Archived' });
    expect(await readArtifact(here.ports, 'registry/weather/refusals/p-2.json')).toEqual(refusal);
    expect(here.ports.notifications.at(-1)).toMatchObject({
      subject: 'weather: version 2 is refused',
      message:
        'skill-over-naive: -0.1\n\nVersion 1 stays in Production. The report: s3://artifacts/promotions/weather/run/comparison.json\n',
    });
  });

  it('says so in the tracker; one that is down refuses nothing, and people are told', async () => {
    const here = await trained(2);
    const marked: unknown[] = [];
    const known = { ...TRACKER_DOWN, markRefused: async (mark: unknown) => void marked.push(mark) };
    await refuse(refusal, { ...here.ports, tracker: { ...TRACKER_DOWN, of: async () => known } });
    expect(marked).toEqual([
      { dataset: 'weather', runId: 'run-2', version: 2, artifactSha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    await refuse({ ...refusal, modelVersion: 1 }, { ...here.ports, tracker: TRACKER_DOWN });
    expect(await stagesOf(here)).toEqual({ 1: 'Archived', 2: 'Archived' });
    expect(here.ports.notifications.at(-1)?.message).toContain('The tracker was not told: the server is down');
  });

  it('makes a shadow of what a guard refused, and of nothing else', async () => {
    const here = await trained(2);
    await promote(TO_1, here.ports);
    const refusedAfter = async (shadow: boolean) => {
      await refuse({ ...refusal, shadow }, here.ports);
      return (await readMonitorState(here.ports.stores.artifacts, 'weather')).refused;
    };
    expect(await refusedAfter(false)).toBeUndefined();
    expect(await refusedAfter(true)).toEqual({ version: 2, reasons });
    const range = { start: '2020-02-24', end: TRAIN.end };
    const looked = { windows: [{ ...HEALTHY, range }], actions: [] };
    await updateMonitorState(here.ports.stores.artifacts, 'weather', () => looked);
    expect(await refusedAfter(true)).toEqual({ version: 2, reasons });
    expect(await readSetAside(here.ports.stores.artifacts, 'weather')).toEqual({
      setAside: [],
      news: { version: 2, range },
    });
    expect(await stagesOf(here)).toEqual({ 1: 'Production', 2: 'Archived' });
  });

  it('takes nothing out of Production', async () => {
    const here = await trained(1);
    await promote(TO_1, here.ports);
    // Nor says so of it anywhere: nobody asks the tracker.
    await refuse({ ...refusal, modelVersion: 1, shadow: true }, { ...here.ports, tracker: TRACKER_DOWN });
    expect(await stagesOf(here)).toEqual({ 1: 'Production' });
    expect(here.ports.notifications.at(-1)?.message).not.toContain('tracker');
    // What is in force is no shadow of itself.
    expect((await readMonitorState(here.ports.stores.artifacts, 'weather')).refused).toBeUndefined();
    expect(await here.ports.production.read('weather')).toMatchObject({ to: 1 });
  });
});

describe('request-approval', () => {
  it('keeps the question without its token, and tells people of the report, its hash and the two commands', async () => {
    const here = await trained(0);
    const question = { dataset: 'weather', runId: 'p-1', modelVersion: 1, report: REPORT };
    const { requestUri } = await requestApproval({ ...question, taskToken: 'token' }, here.ports);
    expect(requestUri).toBe('s3://artifacts/approvals/weather/p-1/request.json');
    expect(await readArtifact(here.ports, 'approvals/weather/p-1/request.json')).toEqual(question);
    const { message } = here.ports.notifications[0];
    for (const part of [
      REPORT.reportUri,
      REPORT.reportSha256,
      'npm run approve -- --env prod --dataset weather --run p-1 --report f00d\n',
      "npm run reject -- --env prod --dataset weather --run p-1 --report f00d --reason '...'\n",
    ]) {
      expect(message).toContain(part);
    }
    expect(message).not.toContain('token');
  });
});

const SAME = { dataset: 'weather', action: 'promote', by: 'ada', reason: 'again', evidence: null } as const;

describe('roll-back', () => {
  it('goes back to the version before, and is audited', async () => {
    const here = await trained(2);
    await promote(TO_1, here.ports);
    await promote(TO_2, here.ports);
    expect(await rollBack(BACK, here.ports)).toEqual({ from: 2, to: 1, revision: 3 });
    expect(await stagesOf(here)).toEqual({ 1: 'Production', 2: 'Archived' });
    expect((await here.ports.production.history('weather')).at(-1)).toMatchObject({
      action: 'roll-back',
      from: 2,
      to: 1,
      by: 'grace',
      reason: 'odd forecasts',
      evidence: null,
    });
    expect(await readArtifact(here.ports, 'tracking/weather/production.json')).toMatchObject({ modelVersion: 1 });
  });

  it('goes to any version that was in Production before in one step', async () => {
    const here = await trained(3);
    await promote(TO_1, here.ports);
    await promote(TO_2, here.ports);
    await promote({ ...TO_2, runId: 'p-3', modelVersion: 3, production: 2 }, here.ports);
    expect(await rollBack({ ...BACK, to: 1 }, here.ports)).toMatchObject({ from: 3, to: 1 });
  });

  it('goes to no version that was never in Production: refused, waiting for approval, or just registered', async () => {
    const here = await trained(4);
    await promote(TO_1, here.ports);
    await promote(TO_2, here.ports);
    const report = REPORT;
    const refusal = { dataset: 'weather', runId: 'p-3', modelVersion: 3, reasons: ['skill'], report, shadow: false };
    await refuse(refusal, here.ports);
    await requestApproval(
      { dataset: 'weather', runId: 'p-4', modelVersion: 4, report, taskToken: 'token' },
      here.ports,
    );
    const before = new Map(here.ports.stores.artifacts.objects);
    for (const to of [3, 4]) {
      await expect(rollBack({ ...BACK, to }, here.ports)).rejects.toMatchObject({
        name: 'RollbackRefused',
        message:
          `the version was never in Production of 'weather'; got ${to}; allowed: 1, 2; hint: 'npm run models -- history --env prod --dataset weather' shows ` +
          'which version was there when; another one goes live through the promote state machine',
      });
    }
    expect(here.ports.stores.artifacts.objects).toEqual(before);
    expect(await stagesOf(here)).toEqual({ 1: 'Archived', 2: 'Production', 3: 'Archived', 4: 'Staging' });
  });

  it('goes forward again to what it went back from', async () => {
    const here = await trained(2);
    await promote(TO_1, here.ports);
    await promote(TO_2, here.ports);
    await rollBack(BACK, here.ports);
    expect(await rollBack({ ...BACK, runId: 'b-2', to: 2 }, here.ports)).toEqual({ from: 1, to: 2, revision: 4 });
  });

  it('does not go to where it is, and so never loses the way back', async () => {
    const here = await trained(2);
    await promote(TO_1, here.ports);
    await promote(TO_2, here.ports);
    await expect(rollBack({ ...BACK, to: 2 }, here.ports)).rejects.toMatchObject({
      name: 'RollbackRefused',
      message: expect.stringContaining("version 2 of 'weather' is in Production already"),
    });
    // The same version once more is a move that changes nothing: the way back passes it by.
    await here.ports.production.move({ ...SAME, transitionId: 'p-again', to: 2, expected: 2 }, here.ports);
    expect(await rollBack(BACK, here.ports)).toMatchObject({ from: 2, to: 1 });
  });

  it('is no promotion told again: a run id that has moved Production otherwise is refused', async () => {
    const here = await trained(2);
    await promote(TO_1, here.ports);
    await promote(TO_2, here.ports);
    await expect(rollBack({ ...BACK, runId: TO_1.runId }, here.ports)).rejects.toMatchObject({
      name: 'RollbackRefused',
      message: expect.stringContaining('has moved Production'),
    });
    expect(await here.ports.production.read('weather')).toMatchObject({ to: 2 });
  });

  it('is made once, however often it is asked for: not to and fro', async () => {
    const here = await trained(2);
    await promote(TO_1, here.ports);
    await promote(TO_2, here.ports);
    const first = await rollBack(BACK, here.ports);
    expect(await rollBack(BACK, here.ports)).toEqual(first);
    expect(await here.ports.production.read('weather')).toMatchObject({ to: 1, revision: 3 });
  });

  it('asks again only for the version that it went to, not for the one that it left', async () => {
    const here = await trained(2);
    await promote(TO_1, here.ports);
    await promote(TO_2, here.ports);
    const first = await rollBack(BACK, here.ports);
    await tamper(here.ports, 'run-2');
    expect(await rollBack(BACK, here.ports)).toEqual(first);
  });

  it('refuses a version whose files were changed, and stays where it is', async () => {
    const here = await trained(2);
    await promote(TO_1, here.ports);
    await promote(TO_2, here.ports);
    await tamper(here.ports, 'run-1');
    await expect(rollBack(BACK, here.ports)).rejects.toMatchObject({ name: 'SignatureRefused' });
    expect(await here.ports.production.read('weather')).toMatchObject({ to: 2 });
  });

  it('refuses where there is nothing to go back from, or to', async () => {
    const here = await trained(1);
    for (const asked of [BACK, { ...BACK, to: 1 }]) {
      await expect(rollBack(asked, here.ports)).rejects.toMatchObject({ name: 'RollbackRefused' });
    }
    await promote(TO_1, here.ports);
    await expect(rollBack(BACK, here.ports)).rejects.toMatchObject({ name: 'RollbackRefused' });
    await expect(rollBack({ ...BACK, to: 9 }, here.ports)).rejects.toMatchObject({ name: 'ModelVersionUnknown' });
  });

  it('holds where it went to until it is released, which moves nothing', async () => {
    const here = await trained(2);
    await promote(TO_1, here.ports);
    await promote(TO_2, here.ports);
    const release = { ...BACK, runId: 'r-1', release: true, reason: 'mended' };
    await expect(rollBack(release, here.ports)).rejects.toMatchObject({
      name: 'RollbackRefused',
      message:
        "version 2 of 'weather' is not held: there is nothing to release; got 'the last move is a promote'; allowed: a release after a roll-back",
    });
    await rollBack(BACK, here.ports);
    expect(here.ports.notifications.at(-1)).toEqual({
      subject: 'weather: rolled back to version 1',
      message:
        'From version 2. It is held: no refresh takes its place until it is released, or the next selection goes live. By grace: odd forecasts\n',
    });
    const released = await rollBack(release, here.ports);
    expect(released).toEqual({ from: 1, to: 1, revision: 4 });
    expect(await here.ports.production.read('weather')).toMatchObject({ action: 'release', from: 1, to: 1 });
    expect(await stagesOf(here)).toEqual({ 1: 'Production', 2: 'Archived' });
    // Once: asked for again it is the release that it was; a second one has nothing to release.
    expect(await rollBack(release, here.ports)).toEqual(released);
    await expect(rollBack({ ...release, runId: 'r-2' }, here.ports)).rejects.toMatchObject({ name: 'RollbackRefused' });
    // The way back passes it by.
    expect(await rollBack({ ...BACK, runId: 'b-2' }, here.ports)).toMatchObject({ from: 1, to: 2 });
  });

  it('is no release told again', async () => {
    const here = await trained(2);
    await promote(TO_1, here.ports);
    await promote(TO_2, here.ports);
    await rollBack(BACK, here.ports);
    await expect(rollBack({ ...BACK, release: true }, here.ports)).rejects.toMatchObject({
      name: 'RollbackRefused',
      message: expect.stringContaining('start the release under a run id of its own'),
    });
  });
});

describe('what a roll-back is asked', () => {
  it('is to go somewhere, or to release', () => {
    const { input } = rollBackStep;
    expect(input.safeParse({ ...BACK, to: 1 }).success).toBe(true);
    expect(input.safeParse({ ...BACK, to: 1, release: false }).success).toBe(true);
    expect(input.safeParse({ ...BACK, release: true }).success).toBe(true);
    expect(input.safeParse({ ...BACK, to: 1, release: true }).success).toBe(false);
  });
});
