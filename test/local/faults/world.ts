import { join } from 'node:path';
import { localKeys } from '../../../adapters/files/key-file.ts';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { Layer } from '../../../core/contracts/layers.ts';
import { LAYERS } from '../../../core/contracts/layers.ts';
import type { Ports } from '../../../core/ports.ts';
import { ObjectRegistry } from '../../../lake/object-registry.ts';
import { platformTracker } from '../../../lake/platform-tracker.ts';
import { productionPointer } from '../../../lake/production-pointer.ts';
import { around, type Call, type Intercept } from '../../support/faulty-store.ts';
import { platformStores } from '../../../lake/stores.ts';
import { MemoryStore, RECEIVED_AT_MS } from '../../support/memory-store.ts';
import { memoryPorts } from '../../support/ports.ts';

/** All objects of all buckets, by `bucket/key`. Bodies are never changed, so worlds share them. */
export type State = ReadonlyMap<string, Uint8Array>;

export interface Message {
  readonly subject: string;
  readonly message: string;
}

const NOTHING_BETWEEN: Intercept = (call) => call.apply();

/** A platform in memory: its buckets, what people were told, and what time it is. */
export class World {
  readonly stores: Readonly<Record<Layer, MemoryStore>>;
  readonly messages: Message[] = [];
  readonly red: { name: string; sinceMs: number }[] = [];
  nowMs: number;
  dataset: Dataset;
  private readonly keysFolder: string;

  constructor(keysFolder: string, dataset: Dataset, state: State = new Map(), nowMs = RECEIVED_AT_MS) {
    this.nowMs = nowMs;
    this.keysFolder = keysFolder;
    this.dataset = dataset;
    this.stores = Object.fromEntries(LAYERS.map((layer) => [layer, new MemoryStore(layer)])) as typeof this.stores;
    for (const [path, body] of state) {
      const [bucket] = path.split('/', 1) as [Layer];
      this.stores[bucket].put(path.slice(bucket.length + 1), body);
    }
  }

  state(): State {
    return new Map(
      Object.values(this.stores).flatMap(({ bucket, objects }) =>
        [...objects].map(([key, { body }]) => [`${bucket}/${key}`, body] as const),
      ),
    );
  }

  /** The same platform as it stands, for what comes next in another line of time. */
  copy(dataset = this.dataset): World {
    return new World(this.keysFolder, dataset, this.state(), this.nowMs);
  }

  /** So many days on. */
  later(days: number): this {
    this.nowMs += days * 86_400_000;
    return this;
  }

  land(name: string, text: string): this {
    this.stores.landing.put(`weather/${name}`, text);
    return this;
  }

  /** @param reads the layers that a step reads; it asks in which format they are */
  ports(between: Intercept = NOTHING_BETWEEN, reads: readonly Layer[] = LAYERS): Ports {
    const stores = platformStores((layer) => around(this.stores[layer], between), reads);
    const clock = { nowMs: () => this.nowMs };
    const { signer, keys } = localKeys(this.keysFolder);
    const audit = localKeys(join(this.keysFolder, 'audit'));
    const call = <T>(operation: Call<T>['operation'], target: string, apply: () => Promise<T>) =>
      between({ operation, target, isMutating: false, apply });
    return {
      ...memoryPorts({ datasets: [] }),
      stores,
      clock,
      registry: new ObjectRegistry(stores.artifacts, clock),
      production: productionPointer(stores.artifacts, clock),
      tracker: platformTracker(stores.artifacts),
      auditSigner: { sign: (message) => call('sign', 'audit key', () => audit.signer.sign(message)) },
      auditKeys: { check: (...args) => call('check', 'audit key', () => audit.keys.check(...args)) },
      signer: { sign: (message) => call('sign', 'key', () => signer.sign(message)) },
      keys: { check: (...args) => call('check', 'key', () => keys.check(...args)) },
      alarms: { red: async () => this.red },
      datasets: { find: () => this.dataset },
      notifier: {
        notify: (subject, message) =>
          call('notify', subject, async () => void this.messages.push({ subject, message })),
      },
    };
  }
}
