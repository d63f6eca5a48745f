import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { build } from '../../../cli/deliver/build.ts';
import { check } from '../../../cli/deliver/check.ts';
import { confirm, keepConfirmation, requireConfirmed } from '../../../cli/deliver/confirm.ts';
import { deploy } from '../../../cli/deliver/deploy.ts';
import { returnFrom } from '../../../cli/deliver/deliver.ts';
import { keepEvidence } from '../../../cli/deliver/evidence/keep-evidence.ts';
import { image } from '../../../cli/deliver/image.ts';
import { keepRun, keptFigures } from '../../../cli/deliver/keep-run.ts';
import { returnTo } from '../../../cli/deliver/return.ts';
import { status } from '../../../cli/deliver/status.ts';
import { laidOut } from '../../../cli/view.ts';
import { EVIDENCE } from '../../report/evidence/fixture.ts';
import { runRecord } from '../../report/fixture.ts';
import { COMMITS, testHost, type TestHost } from '../../support/delivery-host.ts';

const { one, two, three } = COMMITS;
const SMOKE = 'arn:aws:states:eu-central-1:123456789011:execution:forecasting-dev-smoke:a';
const PIPELINE = 'arn:aws:states:eu-central-1:123456789011:execution:forecasting-dev-pipeline:a';
let host: TestHost;
beforeEach(() => {
  host = testHost();
});

/** Deployments that hang until the test is over. */
let hanging: { readonly end: () => void; readonly over: Promise<unknown> }[] = [];
async function hang(commit: string): Promise<void> {
  let end: () => void = () => undefined;
  const before = host.deployed.length;
  host.onDeploy = () => new Promise((resolve) => (end = () => resolve()));
  const over = toDev(commit);
  while (host.deployed.length === before) await new Promise((resolve) => setImmediate(resolve));
  host.onDeploy = async () => undefined;
  hanging.push({ end, over });
}
afterEach(async () => {
  for (const { end, over } of hanging) {
    end();
    await over;
  }
  hanging = [];
});

async function built(commit: string): Promise<void> {
  host.head = commit;
  await image(commit, host);
  await build(commit, host);
}
const toDev = (commit: string) => deploy({ commit, environment: 'dev', kind: 'deploy' }, host);
async function good(commit: string): Promise<void> {
  await built(commit);
  await toDev(commit);
  await keepConfirmation({ commit, environment: 'dev', execution: SMOKE }, host);
}
const records = async () =>
  (await host.releases.deployments('dev')).map(({ number, commit, kind, state }) => [number, commit[0], kind, state]);
const keys = () => [...host.store.objects.keys()].sort();

describe('check', () => {
  it('records a commit that passed, once', async () => {
    await check(one, host);
    host.nowMs += 60_000;
    await check(one, host);
    expect(await host.releases.check(one)).toMatchObject({ commit: one, at: '2026-11-28T06:00:01.000Z', passed: true });
  });

  it('refuses a checkout of another commit', async () => {
    await expect(check(two, host)).rejects.toMatchObject({ name: 'CheckoutRefused' });
    expect(keys()).toEqual([]);
  });

  it('records nothing of one that failed', async () => {
    host.passes = false;
    await expect(check(one, host)).rejects.toMatchObject({ name: 'CheckFailed' });
    expect(keys()).toEqual([]);
  });
});

describe('image', () => {
  it('builds once a commit', async () => {
    const uri = `repository@sha256:${'b'.repeat(64)}`;
    expect((await image(one, host)).json).toMatchObject({ commit: one, uri });
    const again = { ...host, images: { find: async () => 'another', build: async () => 'another' } };
    expect((await image(one, again)).json).toMatchObject({ uri });
  });

  it('refuses a checkout of another commit', async () => {
    await expect(image(two, host)).rejects.toMatchObject({ name: 'CheckoutRefused' });
    expect(keys()).toEqual([]);
  });

  it('finds the image that a build has pushed and not recorded, without a checkout of it', async () => {
    host.head = two;
    const images = { find: async () => 'repository@sha256:1', build: async () => 'never' };
    expect((await image(one, { ...host, images })).json).toMatchObject({ uri: 'repository@sha256:1' });
  });
});

describe('build', () => {
  it('synthesizes every environment with the image, and stores what was synthesized', async () => {
    await built(one);
    expect(host.synthesized.map(({ environment, context }) => [environment, context.image?.slice(0, 17)])).toEqual([
      ['dev', 'repository@sha256'],
      ['staging', 'repository@sha256'],
      ['prod', 'repository@sha256'],
    ]);
    const stored = await host.releases.build(one);
    expect(stored?.assemblies.dev).toMatchObject({
      stack: 'forecasting-dev',
      account: '123456789011',
      region: 'eu-central-1',
    });
    expect(stored?.commits).toEqual([
      { commit: one, author: 'Grace <g@x.y>', at: '2026-11-28T05:00:00.000Z', subject: 'Work' },
    ]);
  });

  it('is not made again', async () => {
    await built(one);
    await built(one);
    expect(host.synthesized).toHaveLength(3);
  });

  it('goes on where a build was killed, with what that one has stored', async () => {
    await image(one, host);
    host.store.beforeWrite = (key) => {
      if (key.endsWith('build.json')) throw new Error('killed');
    };
    await expect(build(one, host)).rejects.toThrow('killed');
    const before = host.store.objects.get(`builds/${one}/dev.tgz`)?.body;
    host.store.beforeWrite = () => undefined;
    await build(one, host);
    await toDev(one);
    expect(host.store.objects.get(`builds/${one}/dev.tgz`)?.body).toEqual(before);
  });

  it('is one of two builds at once', async () => {
    await image(one, host);
    const [a, b] = await Promise.all([build(one, host), build(one, host)]);
    expect(a.json).toEqual(b.json);
    await toDev(one);
  });

  it('needs the image first, since staging and prod run containers', async () => {
    await expect(build(one, host)).rejects.toMatchObject({
      name: 'ImageNotBuilt',
      message: `staging runs containers, and no image of the commit is recorded; got '${one}'; hint: npm run deliver -- image --commit ${one}`,
    });
  });

  it('refuses a checkout of another commit, or one that somebody has changed', async () => {
    await image(one, host);
    host.head = two;
    await expect(build(one, host)).rejects.toMatchObject({ name: 'CheckoutRefused', message: /of another commit/ });
    host.head = one;
    host.changed = ['core/ports.ts'];
    await expect(build(one, host)).rejects.toMatchObject({ name: 'CheckoutRefused', message: /got 'core\/ports.ts'/ });
    expect(host.synthesized).toEqual([]);
  });

  it('takes a folder without a repository for the commit that it is told', async () => {
    host.head = undefined;
    await image(one, host);
    expect((await build(one, host)).json).toMatchObject({ commit: one, commits: [] });
  });
});

describe('deploy', () => {
  it('deploys what was stored, and records it before and after', async () => {
    await built(one);
    const seen: unknown[] = [];
    host.onDeploy = async () => void seen.push(...(await records()));
    await toDev(one);
    expect(seen).toEqual([[1, '1', 'deploy', 'begun']]);
    expect(await records()).toEqual([[1, '1', 'deploy', 'done']]);
    expect(host.deployed.map(({ stack, account }) => [stack, account])).toEqual([['forecasting-dev', '123456789011']]);
  });

  it('deploys nothing in a folder, and says what would be', async () => {
    host = testHost('folder');
    host.account = 'nobody';
    await built(one);
    const { text, json } = await toDev(one);
    expect(host.deployed).toEqual([]);
    expect(text).toContain(`${one} would be deployed in dev: forecasting-dev of 123456789011 in eu-central-1`);
    expect(text).toContain('resources: 1 added, 0 changed, 0 removed\n    added: AWS::SNS::Topic Topic');
    expect(json).toMatchObject({ deployed: false, image: `repository@sha256:${'b'.repeat(64)}` });
    await built(two);
    expect((await toDev(two)).text).toContain('resources: 0 added, 1 changed, 0 removed');
  });

  it('refuses a commit that was never built', async () => {
    await expect(toDev(one)).rejects.toMatchObject({ name: 'CommitNotBuilt' });
    expect(keys()).toEqual([]);
  });

  it('refuses an archive that is not what was built, before anything is changed', async () => {
    await built(one);
    host.store.put(`builds/${one}/dev.tgz`, 'something else');
    await expect(toDev(one)).rejects.toMatchObject({ name: 'ArchiveTampered' });
    host.store.objects.delete(`builds/${one}/dev.tgz`);
    await expect(toDev(one)).rejects.toMatchObject({ name: 'ArchiveTampered', message: /got 'nothing'/ });
    expect([host.deployed, await records()]).toEqual([[], []]);
  });

  it('refuses credentials of another account, before anything is changed', async () => {
    await built(one);
    host.account = '999999999998';
    await expect(toDev(one)).rejects.toMatchObject({
      name: 'AccountRefused',
      message:
        "the credentials are of another account than dev; got '999999999998'; allowed: 123456789011 (dev), or 444444444444 (delivery); hint: take credentials of one of them, or mend environments/accounts.ts and build again",
    });
    expect([host.deployed, await records()]).toEqual([[], []]);
  });

  it("takes the delivery's credentials, which the environment's bootstrap roles trust", async () => {
    await built(one);
    host.account = '444444444444';
    await toDev(one);
    expect(host.deployed).toHaveLength(1);
  });

  it('records a failure, and another try is another deployment', async () => {
    await built(one);
    host.onDeploy = async () => Promise.reject(new Error('rolled back'));
    await expect(toDev(one)).rejects.toThrow('rolled back');
    host.onDeploy = async () => undefined;
    await toDev(one);
    expect(await records()).toEqual([
      [1, '1', 'deploy', 'failed'],
      [2, '1', 'deploy', 'done'],
    ]);
  });

  describe('that was killed in the middle', () => {
    beforeEach(async () => {
      await built(one);
      await built(two);
      await hang(one);
    });

    it('shows', async () => {
      expect((await status(host)).json).toMatchObject({
        environments: [{ environment: 'dev', underWay: { commit: one, state: 'begun' } }, {}, {}],
      });
      expect(laidOut((await status(host)).text, 80)).toMatch(/dev +nothing +1{40} since\n +2026-11-28T06:00/);
    });

    it('is taken over by the same commit', async () => {
      await toDev(one);
      expect(await records()).toEqual([
        [1, '1', 'deploy', 'begun'],
        [2, '1', 'deploy', 'done'],
      ]);
      expect(host.said.at(-1)).toMatch(/^The deployment of 1{40} to dev, begun .* never ended$/);
    });

    it('keeps another commit waiting, for the two hours that it may take', async () => {
      await expect(toDev(two)).rejects.toMatchObject({ name: 'DeploymentUnderWay' });
      host.nowMs += 2 * 60 * 60 * 1000;
      await toDev(two);
      expect((await records()).at(-1)).toEqual([2, '2', 'deploy', 'done']);
    });
  });

  it('is one of two at once, the other sees it', async () => {
    await built(one);
    await built(two);
    let end: () => void = () => undefined;
    host.onDeploy = () => new Promise((resolve) => (end = () => resolve()));
    const outcomes = [one, two].map((commit) =>
      toDev(commit).then(
        () => 'done',
        (error: Error) => error.name,
      ),
    );
    while (host.deployed.length === 0) await new Promise((resolve) => setImmediate(resolve));
    // The refusal comes first, whichever of the two it is.
    expect(await Promise.race(outcomes)).toBe('DeploymentUnderWay');
    end();
    expect((await Promise.all(outcomes)).sort()).toEqual(['DeploymentUnderWay', 'done']);
    expect(await records()).toHaveLength(1);
  });

  it('takes the next number where another deployment was a moment faster', async () => {
    await built(one);
    await toDev(one);
    const now = host.releases.deployments.bind(host.releases);
    let asked = 0;
    // The second question is the one whose answer is numbered.
    host.releases.deployments = async (environment) => ((asked += 1) === 2 ? [] : now(environment));
    await toDev(one);
    expect(await records()).toEqual([
      [1, '1', 'deploy', 'done'],
      [2, '1', 'deploy', 'done'],
    ]);
  });

  it('of a release asks for the confirmation of staging first, and for the evidence', async () => {
    await built(one);
    const release = () => deploy({ commit: one, environment: 'prod', kind: 'deploy' }, host);
    await expect(release()).rejects.toMatchObject({ name: 'CommitNotConfirmed' });
    await keepConfirmation({ commit: one, environment: 'staging', execution: PIPELINE }, host);
    await expect(release()).rejects.toMatchObject({ name: /^Evidence/ });
    expect(host.deployed).toEqual([]);
  });

  it('of a release takes the evidence that was approved, and none that was made since', async () => {
    await built(one);
    await keepConfirmation({ commit: one, environment: 'staging', execution: PIPELINE }, host);
    const passed = { ...EVIDENCE, commit: one, verdict: 'pass' as const, reasons: [] };
    const { json: approved } = await keepEvidence(passed, host.releases.store);
    await keepEvidence({ ...passed, madeAt: '2026-11-28T07:00:00.000Z' }, host.releases.store);
    const inProd = { ...host, caller: async () => ({ account: '123456789033', arn: 'arn' }) };
    const release = (shown: string) =>
      deploy({ commit: one, environment: 'prod', kind: 'deploy', approved: shown }, inProd);
    await expect(release(approved)).rejects.toMatchObject({ name: 'EvidenceTampered' });
    expect(host.deployed).toEqual([]);
    await keepEvidence(passed, host.releases.store);
    await release(approved);
    expect(host.deployed).toHaveLength(1);
  });
});

describe('confirm', () => {
  beforeEach(async () => {
    await built(one);
    await toDev(one);
  });
  const confirmed = (execution = SMOKE) => confirm({ commit: one, environment: 'dev', execution }, host);

  it('keeps the first confirmation', async () => {
    host.ended[SMOKE] = { status: 'SUCCEEDED' };
    const first = await confirmed();
    host.nowMs += 60_000;
    expect((await confirmed()).json).toEqual(first.json);
    expect((await requireConfirmed(one, 'dev', host)).json).toMatchObject({ commit: one, execution: SMOKE });
  });

  it.each([
    ['has not ended', SMOKE, { status: 'RUNNING' }, /has not ended/],
    ['failed', SMOKE, { status: 'FAILED', error: 'AlarmsRaised' }, /FAILED \(AlarmsRaised\)/],
    ['is of another machine', PIPELINE, { status: 'SUCCEEDED' }, /another machine than the smoke machine of dev/],
    ['is of another environment', SMOKE.replace('dev', 'prod'), { status: 'SUCCEEDED' }, /forecasting-prod-smoke/],
  ])('refuses an execution that %s', async (_, execution, ended, message) => {
    host.ended[execution] = ended;
    await expect(confirmed(execution)).rejects.toMatchObject({ name: 'ExecutionRefused', message });
    expect(await host.releases.confirmations('dev')).toEqual([]);
  });

  it('takes several smoke tests, one a data set, where all of them succeeded', async () => {
    host.ended[SMOKE] = { status: 'SUCCEEDED' };
    host.ended[`${SMOKE}b`] = { status: 'FAILED' };
    await expect(confirmed(`${SMOKE},${SMOKE}b`)).rejects.toMatchObject({ name: 'ExecutionRefused' });
    host.ended[`${SMOKE}b`] = { status: 'SUCCEEDED' };
    await confirmed(`${SMOKE},${SMOKE}b`);
    expect(await host.releases.confirmation('dev', one)).toMatchObject({ execution: `${SMOKE},${SMOKE}b` });
  });

  it('refuses a commit that does not stand there any more', async () => {
    await built(two);
    await toDev(two);
    host.ended[SMOKE] = { status: 'SUCCEEDED' };
    await expect(confirmed()).rejects.toMatchObject({ name: 'CommitNotDeployed' });
  });

  it('refuses a release of a commit that never passed', async () => {
    await expect(requireConfirmed(one, 'staging', host)).rejects.toMatchObject({
      name: 'CommitNotConfirmed',
      message: /^the commit has never passed staging; got '1{40}'/,
    });
  });
});

describe('keep-run', () => {
  it('counts what a cross-validation counts, and calls no count an error', () => {
    const record = runRecord(1);
    const crossValidation = { ...record.crossValidation, folds: 10, seriesScored: 3, seriesInAll: 4 };
    const { counts, errors } = keptFigures({ ...record, crossValidation });
    expect(counts).toMatchObject({
      'crossValidation.folds': 10,
      'crossValidation.seriesScored': 3,
      'crossValidation.seriesInAll': 4,
    });
    expect(errors).toMatchObject({ 'crossValidation.rmse': 1.9, 'realised.rmse': 1.8, naiveRmse: 4 });
    expect(Object.keys(errors).filter((name) => /folds|series/.test(name))).toEqual([]);
  });

  it('refuses a commit that does not stand there any more', async () => {
    for (const commit of [one, two]) {
      await built(commit);
      await toDev(commit);
    }
    host.ended[PIPELINE] = { status: 'FAILED' };
    await expect(keepRun({ commit: one, environment: 'dev', execution: PIPELINE }, host)).rejects.toMatchObject({
      name: 'CommitNotDeployed',
    });
    expect(await host.releases.runs('dev')).toEqual([]);
  });

  it('keeps a run that failed, and confirms nothing', async () => {
    await built(one);
    await toDev(one);
    host.ended[PIPELINE] = { status: 'FAILED', error: 'EmptyJoin' };
    await expect(keepRun({ commit: one, environment: 'dev', execution: PIPELINE }, host)).rejects.toMatchObject({
      name: 'ExecutionRefused',
    });
    expect(await host.releases.run('dev', one)).toMatchObject({
      status: 'FAILED',
      seconds: 60,
      counts: {},
      transitions: { pipeline: 1 },
    });
    expect(await host.releases.confirmations('dev')).toEqual([]);
  });
});

describe('return', () => {
  const back = () => returnTo({ environment: 'dev', from: 'any' }, host);
  const backFromUnconfirmed = () => returnTo({ environment: 'dev', from: 'unconfirmed' }, host);

  it('says loudly that there is nothing to return to', async () => {
    await expect(back()).rejects.toMatchObject({ name: 'NothingToReturnTo', message: /got 'nothing was deployed'/ });
    await good(one);
    await expect(back()).rejects.toMatchObject({
      name: 'NothingToReturnTo',
      message: /^NOTHING WAS CHANGED in dev.*got 'no other commit was confirmed'/,
    });
  });

  it('deploys what was stored of the last confirmed commit, whatever the checkout is', async () => {
    await good(one);
    await built(two);
    await toDev(two);
    await built(three);
    await toDev(three);
    host.head = undefined;
    expect((await back()).text).toContain(`${one} is returned to in dev`);
    expect((await records()).at(-1)).toEqual([4, '1', 'return', 'done']);
  });

  it('asked for twice goes no further back', async () => {
    for (const commit of [one, two]) await good(commit);
    await built(three);
    await toDev(three);
    await back();
    expect((await back()).text).toContain(`dev has returned to ${two} at`);
    expect((await records()).slice(3)).toEqual([[4, '2', 'return', 'done']]);
  });

  it('goes back from a deployment that failed, or was killed', async () => {
    await good(one);
    await built(two);
    host.onDeploy = async () => Promise.reject(new Error('rolled back'));
    await toDev(two).catch(() => undefined);
    host.onDeploy = async () => undefined;
    await back();
    expect((await records()).slice(1)).toEqual([
      [2, '2', 'deploy', 'failed'],
      [3, '1', 'return', 'done'],
    ]);
  });

  it('goes back once more where the next deployment failed after a return', async () => {
    await good(one);
    await built(two);
    await toDev(two);
    await back();
    await built(three);
    host.onDeploy = async () => Promise.reject(new Error('rolled back'));
    await toDev(three).catch(() => undefined);
    host.onDeploy = async () => undefined;
    await back();
    expect((await records()).slice(2)).toEqual([
      [3, '1', 'return', 'done'],
      [4, '3', 'deploy', 'failed'],
      [5, '1', 'return', 'done'],
    ]);
  });

  it('does not wait for the deployment that it takes back', async () => {
    await good(one);
    await built(two);
    await hang(two);
    await back();
    expect((await records()).at(-1)).toEqual([3, '1', 'return', 'done']);
  });

  it('is tried again where it failed itself', async () => {
    await good(one);
    await built(two);
    await toDev(two);
    host.onDeploy = async () => Promise.reject(new Error('throttled'));
    await expect(back()).rejects.toThrow('throttled');
    host.onDeploy = async () => undefined;
    await back();
    expect((await records()).slice(2)).toEqual([
      [3, '1', 'return', 'failed'],
      [4, '1', 'return', 'done'],
    ]);
  });

  it('goes back from a confirmed commit that was found wrong later, and from the next one to the same', async () => {
    for (const commit of [one, two]) await good(commit);
    await back();
    await built(three);
    await toDev(three);
    await back();
    expect((await records()).slice(2)).toEqual([
      [3, '1', 'return', 'done'],
      [4, '3', 'deploy', 'done'],
      [5, '1', 'return', 'done'],
    ]);
  });

  describe('from what was never confirmed', () => {
    it('is what the pipeline says by a variable, and a person says nothing', () => {
      expect([undefined, 'any', 'unconfirmed'].map(returnFrom)).toEqual(['any', 'any', 'unconfirmed']);
      expect(() => returnFrom('confirmed')).toThrow(
        "RETURN_FROM is 'confirmed'; allowed: any, unconfirmed; nothing was changed",
      );
    });

    it('leaves the good commit where a release failed before it had deployed anything', async () => {
      for (const commit of [one, two]) await good(commit);
      await built(three);
      const { text } = await backFromUnconfirmed();
      expect(text).toBe(
        `NOTHING WAS CHANGED in dev: ${two} stands there, and what was deployed last is confirmed. ` +
          'To go back from it all the same: npm run deliver -- return --env dev --from any',
      );
      expect((await records()).at(-1)).toEqual([2, '2', 'deploy', 'done']);
    });

    it('goes back from a commit that failed its smoke test, and from one whose deployment failed', async () => {
      for (const commit of [one, two]) await good(commit);
      await built(three);
      await toDev(three);
      await backFromUnconfirmed();
      host.onDeploy = async () => Promise.reject(new Error('rolled back'));
      await toDev(three).catch(() => undefined);
      host.onDeploy = async () => undefined;
      await backFromUnconfirmed();
      expect((await records()).slice(2)).toEqual([
        [3, '3', 'deploy', 'done'],
        [4, '2', 'return', 'done'],
        [5, '3', 'deploy', 'failed'],
        [6, '2', 'return', 'done'],
      ]);
    });
  });

  it('works where the archive of what stands there is broken, and not where its own is', async () => {
    await good(one);
    await built(two);
    await toDev(two);
    host.store.put(`builds/${two}/dev.tgz`, 'broken');
    expect((await back()).text).toContain('nobody can say what changes (ArchiveTampered');
    await built(three);
    await toDev(three);
    host.store.put(`builds/${one}/dev.tgz`, 'broken');
    await expect(back()).rejects.toMatchObject({ name: 'ArchiveTampered' });
  });
});

describe('what a newer release has stored', () => {
  it('is refused by name', async () => {
    host.store.put(`confirmed/staging/${one}.json`, JSON.stringify({ version: 2, commit: one, by: 'something new' }));
    await expect(requireConfirmed(one, 'staging', host)).rejects.toMatchObject({
      name: 'FormatNewer',
      message: `s3://releases/confirmed/staging/${one}.json was written by a newer release; got 'format 2'; allowed: at most format 1; hint: run this from the newer checkout`,
    });
  });
});
