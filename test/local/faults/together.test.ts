import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Json } from '../../../asl/index.ts';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import { takeLock } from '../../../lake/action-lock.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { cleanRun } from './campaign.ts';
import { type Injection, runMachine, runMachines } from './run-machine.ts';
import { CHANGED, delivery, FIRST, type Scenario, scenarios } from './scenarios.ts';
import { failedFlaws, succeededFlaws } from './verdict.ts';
import { World } from './world.ts';

let keysFolder: string;
let all: readonly Scenario[];
const scenario = (name: string): Scenario => all.find((one) => one.name === name)!;
const request = (machine: string, name: string, input: object = {}) => ({
  machine,
  name,
  input: { dataset: 'weather', ...input } as Json,
});

/** Before the nth invocation of a step. */
function before(step: string, act: () => Promise<unknown>, nth = 0): Injection {
  return {
    async invocation(invocation, work) {
      if (invocation.step === step && invocation.nth === nth) await act();
      return work();
    },
  };
}

beforeAll(async () => {
  keysFolder = await temporaryFolder();
  all = await scenarios(keysFolder);
}, 600_000);

describe('two of a kind at the same time', () => {
  it('move Production once, and the one that lost says so', async () => {
    const world = scenario('promote another recipe').world.copy();
    const runs = await runMachines(
      world,
      ['one', 'two'].map((name) => request('promote', name, { modelVersion: 3 })),
    );
    expect(runs.map(({ execution }) => execution.status).sort()).toEqual(['FAILED', 'SUCCEEDED']);
    expect(runs.find(({ execution }) => execution.status === 'FAILED')?.execution.error).toBe('PointerMoved');
    const history = await world.ports().production.history('weather');
    expect(history.map(({ from, to }) => [from, to])).toEqual([
      [null, 1],
      [1, 2],
      [2, 3],
    ]);
    expect([...(await world.ports().registry.stages('weather'))].filter(([, stage]) => stage === 'Production')).toEqual(
      [[3, 'Production']],
    );
    expect(world.messages.filter(({ subject }) => subject.includes('failed'))).toHaveLength(1);
  });

  it('register two versions, each with its own number and run', async () => {
    const world = scenario('train').world.copy();
    const runs = await runMachines(world, [request('train', 'one'), request('train', 'two')]);
    expect(runs.map(({ execution }) => execution.status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    const versions = await world.ports().registry.list('weather');
    expect(versions.map(({ version }) => version)).toEqual([1, 2]);
    expect(new Set(versions.map(({ runId }) => runId))).toEqual(new Set(['one', 'two']));
    expect([...(await world.ports().registry.stages('weather')).values()]).toEqual(['Staging', 'Staging']);
  });
});

describe('a roll-back while a deployment is watched', () => {
  it('neither disturbs the smoke test nor is disturbed, and the next one looks at what is live then', async () => {
    const { world, request: smoke } = scenario('smoke');
    const baked = world.copy();
    const back = request('roll-back', 'back', { by: 'anna', reason: 'too high' });
    const { execution } = await runMachine(
      baked,
      smoke,
      before('watch-alarms', async () => runMachine(baked, back), 1),
    );
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { forecast: { modelVersion: 3 } } });
    expect((await baked.ports().production.read('weather'))?.to).toBe(2);
    const next = await runMachine(baked, { ...smoke, name: 'next' });
    expect(next.execution).toMatchObject({ status: 'SUCCEEDED', output: { forecast: { modelVersion: 2 } } });
  });
});

describe('a target that was tampered with', () => {
  it.each([
    ['forecast', 'models/weather/forecasting-dev-run-1-fit-0'],
    ['smoke', 'models/weather/forecasting-dev-run-4-fit-0'],
    ['roll back', 'models/weather/forecasting-dev-run-3-fit-0'],
  ])('is refused by %s, which leaves everything as it was', async (name, folder) => {
    const one = scenario(name);
    const clean = await cleanRun(one);
    const world = one.world.copy();
    const { artifacts } = world.stores;
    const key = `${folder}/output/model/model.jsonl`;
    const whole = artifacts.objects.get(key)!.body;
    artifacts.put(key, Buffer.concat([whole, Buffer.from('\n')]));
    const run = await runMachine(world, one.request);
    expect(run.execution).toMatchObject({ status: 'FAILED', error: 'SignatureRefused' });
    artifacts.put(key, whole);
    expect(failedFlaws(run, world, { clean })).toEqual([]);
    const again = await runMachine(world, one.request);
    expect(again.execution.status).toBe('SUCCEEDED');
  });
});

describe('a store that fails once while a version is forecast again', () => {
  it('is no finding against the version', async () => {
    const one = scenario('promote another recipe');
    const clean = await cleanRun(one);
    const world = one.world.copy();
    let reads = 0;
    const run = await runMachine(world, one.request, {
      async call({ step, operation, target }, call) {
        // The first time its hash is compared.
        const isForecast = step === 'check-compliance' && operation === 'read' && target.includes('/forecasts/part-');
        if (isForecast && (reads += 1) === 2) throw Object.assign(new Error('slow down'), { name: 'SlowDown' });
        return call.apply();
      },
    });
    expect(reads).toBeGreaterThan(2);
    expect(succeededFlaws(run, world, { clean })).toEqual([]);
  });
});

describe('jobs of a map', () => {
  it('may end in any order', async () => {
    const one = scenario('train');
    const clean = await cleanRun(one);
    const trials = clean.places.filter(({ step, call }) => step === 'train-on-lambda' && call === 0).length - 1;
    const world = one.world.copy();
    const ended: (() => void)[] = [];
    const run = await runMachine(world, one.request, {
      async invocation({ step, nth }, work) {
        // Each waits until the one that began after it has ended.
        if (step === 'train-on-lambda' && nth < trials - 1) await new Promise<void>((end) => (ended[nth + 1] = end));
        const answer = await work();
        ended[nth]?.();
        return answer;
      },
    });
    expect(trials).toBeGreaterThan(1);
    expect(succeededFlaws(run, world, { clean })).toEqual([]);
  });
});

describe('a deployment in the middle of a run', () => {
  it.each(['plan-training', 'select', 'plan-fit', 'register'])(
    'of another recipe before %s makes no version that is not what it says',
    async (step) => {
      const one = scenario('train');
      const [old, changed] = [await cleanRun(one), await cleanRun({ ...one, world: one.world.copy(CHANGED) })];
      const world = one.world.copy();
      const run = await runMachine(
        world,
        one.request,
        before(step, async () => void (world.dataset = CHANGED)),
      );
      if (run.execution.status === 'SUCCEEDED') expect(succeededFlaws(run, world, { clean: changed })).toEqual([]);
      else {
        expect(run.execution.error).toBe('ArtifactMismatch');
        expect(failedFlaws(run, world, { clean: old })).toEqual([]);
        expect((await runMachine(world, { ...one.request, name: 'again' })).execution.status).toBe('SUCCEEDED');
      }
    },
  );
});

describe('a lock that expired in the middle of a run', () => {
  it('is not given back by the one that had it, once another one has it', async () => {
    const one = scenario('look and refresh');
    const world = one.world.copy();
    const overtake = async (): Promise<void> => {
      world.nowMs += 3 * 3_600_000;
      const wanted = { holder: 'other', action: 'select', nowMs: world.nowMs, ttlMs: 3_600_000 } as const;
      expect(await takeLock(world.stores.artifacts, 'weather', wanted)).toBe(true);
    };
    const { execution } = await runMachine(world, one.request, before('record-action', overtake));
    expect(execution.status).toBe('SUCCEEDED');
    const lock = world.stores.artifacts.objects.get('locks/weather.json')!.body;
    expect(JSON.parse(Buffer.from(lock).toString())).toMatchObject({
      holder: 'other',
      expiresAtMs: world.nowMs + 3_600_000,
    });
  });
});

describe('an event that was lost', () => {
  it('delays what was delivered until the next one, and loses nothing', async () => {
    const told = new World(keysFolder, FIRST).land('1.csv', delivery(0, 56));
    await runMachine(told, request('train', 'first'));
    told.land('2.csv', delivery(56, 7));
    await runMachine(told, request('train', 'second'));
    const untold = new World(keysFolder, FIRST).land('1.csv', delivery(0, 56)).land('2.csv', delivery(56, 7));
    await runMachine(untold, request('train', 'second'));
    const windows = [told, untold].map(async (world) => (await world.ports().registry.list('weather')).at(-1));
    const [one, other] = await Promise.all(windows);
    expect(other?.training.window).toEqual(one?.training.window);
    expect(other?.artifactSha256).toBe(one?.artifactSha256);
  });
});

describe('a series that cannot be fitted', () => {
  const poisoned = (maxFailedSeriesShare: number): Dataset => ({
    ...FIRST,
    maxFailedSeriesShare,
    contract: { ...FIRST.contract, min: -1e308, max: 1e308 },
  });
  /** So large that no error of it is finite. */
  const poison = delivery(0, 63).replaceAll(/^b,([\d-]+),(\d+)$/gm, (_, date: string, value: string, at: number) => {
    return `b,${date},${at % 2 === 0 ? '' : '-'}${value}e306`;
  });

  it('is left out and named at the tolerance', async () => {
    const world = new World(keysFolder, poisoned(0.5)).land('1.csv', poison);
    expect((await runMachine(world, request('train', 'one'))).execution.status).toBe('SUCCEEDED');
    const [version] = await world.ports().registry.list('weather');
    expect(version).toMatchObject({ seriesTrained: 1, seriesFailed: 1 });
  });

  it('fails the training above it, which registers nothing, and is no harm once it is withdrawn', async () => {
    const world = new World(keysFolder, poisoned(0.4)).land('1.csv', poison);
    const { execution } = await runMachine(world, request('train', 'one'));
    expect(execution).toMatchObject({ status: 'FAILED', error: 'TooManyFailedSeries' });
    expect(await world.ports().registry.list('weather')).toEqual([]);
    expect(world.messages.filter(({ subject }) => subject.includes('failed'))).toHaveLength(1);
    await runMachine(
      world,
      request('rule', 'rule', { delivery: 'weather/1.csv', ruling: 'withdraw', by: 'anna', reason: 'a sensor' }),
    );
    world.land('2.csv', delivery(0, 63));
    expect((await runMachine(world, request('train', 'two'))).execution.status).toBe('SUCCEEDED');
  });
});
