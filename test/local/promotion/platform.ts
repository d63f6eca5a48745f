import { join } from 'node:path';
import { localKeys } from '../../../adapters/files/key-file.ts';
import { ObjectRegistry } from '../../../lake/object-registry.ts';
import { platformTracker } from '../../../lake/platform-tracker.ts';
import { productionPointer } from '../../../lake/production-pointer.ts';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { ObjectStore, Ports, Stores } from '../../../core/ports.ts';
import type { Layer } from '../../../core/contracts/layers.ts';
import { LAYERS } from '../../../core/contracts/layers.ts';
import { dev } from '../../../environments/dev.ts';
import { prod } from '../../../environments/prod.ts';
import { createInterpreter, createVirtualClock, type Execution, type Json } from '../../../asl/index.ts';
import { answerApproval } from '../../../local/platform/approvals.ts';
import { RUNNERS } from '../../../local/platform/steps.ts';
import type { LocalDefinitions } from '../../../local/platform/template.ts';
import { SimulatedCrash } from '../../support/faulty-store.ts';
import { definitionsOf } from '../../support/definitions.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { memoryPorts } from '../../support/ports.ts';
import { trainMachine } from '../../lambdas/pipeline/pipeline.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { TWO_STATIONS } from '../../support/two-stations.ts';

/** Another recipe: only a change of it is compared, and asks for approval. */
const CHANGED: Dataset = {
  ...TWO_STATIONS,
  candidates: [TWO_STATIONS.candidates[0], { name: 'mean', family: 'climatology', options: { window: 1 } }],
};

const FIRST_WINDOW = { start: '2020-01-06', end: '2020-03-01' };
const SECOND_WINDOW = { start: '2020-01-13', end: '2020-03-08' };

/** The day of the week, plus 8 in odd weeks for station a and 2 for b. */
function delivery(days: number): string {
  const lines = ['station,date,temp'];
  for (const [station, step] of [
    ['a', 8],
    ['b', 2],
  ] as const) {
    for (let i = 0; i < days; i++) {
      const date = new Date(Date.UTC(2020, 0, 6 + i)).toISOString().slice(0, 10);
      lines.push(`${station},${date},${(i % 7) + (Math.floor(i / 7) % 2) * step}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** All objects of all buckets, by `bucket/key`. */
export type State = ReadonlyMap<string, Uint8Array>;

export class Platform {
  readonly stores: Readonly<Record<Layer, MemoryStore>>;
  readonly ports: Ports;
  readonly keysFolder: string;

  constructor(keysFolder: string, state: State = new Map()) {
    this.keysFolder = keysFolder;
    this.stores = Object.fromEntries(LAYERS.map((layer) => [layer, new MemoryStore(layer)])) as typeof this.stores;
    this.ports = portsOn(this.stores, keysFolder);
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

  /** Runs a machine of the template. `through` is what lies between its steps and the stores. */
  async run(machine: string, name: string, input: Json, through?: (store: ObjectStore) => ObjectStore) {
    const faulty = through && portsOn(mapStores(this.stores, through), this.keysFolder);
    return runMachine({ machine, name, input }, faulty === undefined ? [this.ports] : [faulty, this.ports]);
  }

  async promote(runId: string, modelVersion: number, through?: (store: ObjectStore) => ObjectStore) {
    return this.run('promote', runId, { dataset: TWO_STATIONS.name, modelVersion }, through);
  }
}

function mapStores(stores: Stores, through: (store: ObjectStore) => ObjectStore): Stores {
  return Object.fromEntries(LAYERS.map((layer) => [layer, through(stores[layer])])) as Stores;
}

function portsOn(stores: Stores, keysFolder: string): Ports {
  const audit = localKeys(join(keysFolder, 'audit'));
  const { clock, ...ports } = memoryPorts({ datasets: [TWO_STATIONS] });
  return {
    ...ports,
    ...localKeys(keysFolder),
    auditSigner: audit.signer,
    auditKeys: audit.keys,
    clock,
    stores,
    registry: new ObjectRegistry(stores.artifacts, clock),
    production: productionPointer(stores.artifacts, clock),
    tracker: platformTracker(stores.artifacts),
  };
}

/** A platform in memory with two versions, of which the first is in Production. */
export async function twoVersions(): Promise<Platform> {
  const platform = new Platform(await temporaryFolder());
  await trainTwoVersions(platform.ports);
  return platform;
}

/** Trains two versions of two recipes, and promotes the first in between. */
export async function trainTwoVersions(ports: Ports): Promise<void> {
  const dataset = TWO_STATIONS.name;
  await ports.stores.landing.write('weather/1.csv', new TextEncoder().encode(delivery(63)));
  await trainMachine(ports, { dataset, runId: 'run-1', range: FIRST_WINDOW });
  const { output } = await runMachine({ machine: 'promote', name: 'run-1', input: { dataset, modelVersion: 1 } }, [
    ports,
  ]);
  if ((output as { outcome?: string }).outcome !== 'promoted') throw new Error(JSON.stringify(output));
  const changed = { ...ports, datasets: { find: () => CHANGED } };
  await trainMachine(changed, { dataset, runId: 'run-2', range: SECOND_WINDOW });
}

/** Of prod, so that a person is asked, with the jobs of dev, so that they run in this process. */
const ENVIRONMENT = { ...prod, compute: dev.compute };
let definitions: LocalDefinitions | undefined;

interface Request {
  readonly machine: string;
  readonly name: string;
  readonly input: Json;
}

/**
 * Every task is a process: a crash ends all tasks that run at that moment, and nothing else. The machine lives on, and what it
 * calls next runs on the ports behind.
 *
 * @param layers the ports of the tasks before the crash, and of those after it
 */
export async function runMachine({ machine, name, input }: Request, layers: readonly Ports[]): Promise<Execution> {
  const { machines, functions } = (definitions ??= definitionsOf(ENVIRONMENT));
  const [machineArn, definition] = Object.entries(machines).find(([, found]) => found.name === machine)!;
  const running = new Set<Promise<unknown>>();
  let [ports] = layers;
  const interpreter = createInterpreter({
    machines: { [machineArn]: definition },
    integrations: {
      async 'arn:aws:states:::lambda:invoke'({ arguments: request, taskToken, signal }) {
        const { FunctionName, Payload } = request as { FunctionName: string; Payload: Json };
        const work = RUNNERS[functions[FunctionName]]!(structuredClone(Payload), () => ports).catch(
          (error: unknown) => {
            if (error instanceof SimulatedCrash) ports = layers.at(-1)!;
            throw error;
          },
        );
        running.add(work);
        const result = await work;
        if (taskToken !== undefined) {
          answerApproval(
            'automatic',
            { payload: Payload, artifacts: ports.stores.artifacts, signal },
            { succeed: interpreter.sendTaskSuccess, fail: interpreter.sendTaskFailure },
          );
        }
        return { Payload: JSON.parse(JSON.stringify(result)) as Json };
      },
    },
    clock: createVirtualClock(),
    seed: 1,
  });
  const execution = await interpreter.startExecution({ machineArn, name, input });
  await Promise.allSettled(running);
  return execution;
}
