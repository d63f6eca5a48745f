import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RunRecord } from '../../../core/evaluate/run-record.ts';
import type { ModelRegistry, Ports, ProductionPointer, PlatformTracker } from '../../../core/ports.ts';
import { accountHost } from '../../../hosts/replay.ts';
import { memoryPorts, type MemoryPorts } from '../../support/ports.ts';
import { FROM_FOURTH_STRETCH, replayedDataset, weeklyCsv } from '../policies/histories.ts';
import { replayInMemory, runToSuccess, triggeredDefinitions, windowsOf } from '../policies/replay-in-memory.ts';

const TIME_LIMIT_MS = 120_000;
const OWN = 'replays/past/';
/** Its monitor acts, and the guard refuses. */
const dataset = replayedDataset();
const csv = weeklyCsv({ ...FROM_FOURTH_STRETCH, factor: 10 });
const WINDOWS = 1;

/** Every object of the two layers that a replay makes, by its address, as it was written. */
function made({ stores: { gold, artifacts } }: MemoryPorts): ReadonlyMap<string, unknown> {
  return new Map(
    [gold, artifacts].flatMap(({ bucket, objects }) =>
      [...objects].map(([key, object]) => [`${bucket}/${key}`, object] as const),
    ),
  );
}

/** As SageMaker's registry, MLflow and the data set's pointer would find out. */
function untouchable(ports: Ports): Ports {
  const refuse = (): never => {
    throw new Error("the replay touched what is the data set's own");
  };
  const registry: ModelRegistry = {
    register: refuse,
    describe: refuse,
    list: refuse,
    stages: refuse,
    stage: refuse,
    setStage: refuse,
  };
  const production: ProductionPointer = {
    read: refuse,
    verified: refuse,
    move: refuse,
    find: refuse,
    history: refuse,
    audit: refuse,
  };
  const tracker: PlatformTracker = {
    uri: undefined,
    of: refuse,
    news: refuse,
    record: refuse,
    evaluate: refuse,
    markProduction: refuse,
    markRefused: refuse,
  };
  return { ...ports, registry, production, tracker, metrics: { namespace: 'Forecasting', publish: refuse } };
}

describe.each(['gates', 'promote-latest'] as const)(
  'a replay by %s in an account that has its own models',
  (policy) => {
    const ports = memoryPorts({ datasets: [dataset] });
    let before: ReadonlyMap<string, unknown>;
    let notified: number;
    let onALaptop: readonly RunRecord[];

    beforeAll(async () => {
      const definitions = triggeredDefinitions();
      ports.stores.landing.put(dataset.source.prefix, csv);
      const account = accountHost(ports);
      const input = { dataset: dataset.name };
      await runToSuccess({ definitions, host: account, machine: 'retrain', name: 'own', input });
      const production = { ...input, modelVersion: 'production' };
      await runToSuccess({ definitions, host: account, machine: 'forecast', name: 'own', input: production });
      before = made(ports);
      notified = ports.notifications.length;

      const host = accountHost(untouchable(ports));
      await runToSuccess({
        definitions,
        host,
        machine: 'replay',
        name: 'past',
        input: { ...input, policy, windows: WINDOWS },
      });
      onALaptop = await replayInMemory({ definitions, dataset, csv, policy, windows: WINDOWS });
    }, TIME_LIMIT_MS);

    it('leaves every object of the data set as it was: registry, pointer, audit, models, forecasts', () => {
      const kinds = [
        /^artifacts\/registry\/\w+\/production\.json$/,
        /^artifacts\/registry\/\w+\/audit\//,
        /^artifacts\/models\//,
        /^gold\/\w+\/forecasts\/_delta_log\//,
      ];
      for (const kind of kinds) expect([...before.keys()].some((key) => kind.test(key))).toBe(true);
      const after = made(ports);
      expect([...before].filter(([key, object]) => after.get(key) !== object).map(([key]) => key)).toEqual([]);
    });

    it('writes all of its own below its folder, whatever it is', () => {
      const written = [...made(ports).keys()].filter((key) => !before.has(key));
      expect(written.filter((key) => !/^(artifacts|gold)\/replays\/past\//.test(key))).toEqual([]);
      const kinds = new Set(
        written.map((key) => key.replace(/^(artifacts|gold)\/replays\/past\//, '$1/').split('/')[1]),
      );
      expect([...kinds].sort()).toEqual(
        [
          'models',
          'promotions',
          'registry',
          'replays',
          'reports',
          'runs',
          'tracking',
          'trials',
          dataset.name,
          ...(policy === 'gates' ? ['locks', 'monitoring', 'twins'] : []),
        ].sort(),
      );
    });

    it('names no address of artifacts or gold beside its folder', async () => {
      const { artifacts } = ports.stores;
      const texts = [...artifacts.objects]
        .filter(([key]) => key.startsWith(OWN) && /\.(json|manifest)$/.test(key))
        .map(([, { body }]) => new TextDecoder().decode(body));
      const addresses = texts.flatMap((text) => text.match(/s3:\/\/(artifacts|gold)\/[^"\s]*/g) ?? []);
      expect(addresses.length).toBeGreaterThan(10);
      expect(addresses.filter((address) => !address.includes(`/${OWN}`))).toEqual([]);
    });

    it('lives through history as on a laptop', async () => {
      const windows = windowsOf(await ports.stores.artifacts.read(`${OWN}replays/${dataset.name}/past/replay.json`));
      const text = JSON.stringify(windows).replaceAll(`s3://artifacts/${OWN}`, 's3://artifacts/');
      expect(JSON.parse(text.replaceAll('past-w', 'replay-w'))).toEqual(onALaptop);
    });

    it('says in every message that it is a replay, and where it lies', () => {
      const messages = ports.notifications.slice(notified);
      expect(messages.length).toBeGreaterThanOrEqual(1);
      for (const { subject, message } of messages) {
        expect(subject).toMatch(/^replay: /);
        expect(message).toContain('This is the replay past, below s3://artifacts/replays/past/');
      }
    });
  },
);
