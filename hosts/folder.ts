import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ALARM_FILE, alarmFile } from '../adapters/files/alarm-file.ts';
import { localKeys } from '../adapters/files/key-file.ts';
import { localObjectStore } from '../adapters/files/object-store.ts';
import { undatedStore } from '../adapters/files/undated-store.ts';
import { inProcessForecaster } from '../adapters/forecaster/in-process.ts';
import { checkoutCommit } from '../adapters/git/commit.ts';
import { accessControlled } from '../lake/access.ts';
import { ObjectRegistry } from '../lake/object-registry.ts';
import { productionPointer } from '../lake/production-pointer.ts';
import { platformStores } from '../lake/stores.ts';
import type { Dataset } from '../core/contracts/dataset.ts';
import type { Layer } from '../core/contracts/layers.ts';
import type { BuildInfo, ObjectStore, Ports } from '../core/ports.ts';
import { placeWords } from '../core/contracts/command-words.ts';
import { catalogOf } from '../datasets/index.ts';
import { folderTracker } from './tracker.ts';

/** Of a local platform's folder: whoever plays alarms writes it. */
export { ALARM_FILE };

const CHECKOUT = fileURLToPath(new URL('..', import.meta.url));
/** The laptop's signing key: made once a checkout, so that two runs of the same data give the same signatures. */
const KEY_FOLDER = join(CHECKOUT, '.cache/signing-key');

/** Whoever runs a machine on the folder knows what is run. */
export type FolderPorts = Omit<Ports, 'build'>;

export interface FolderOptions {
  readonly keyFolder?: string;
  /** The instant that everything carries, so that the same input gives the same bytes whenever it runs; the real time without it. */
  readonly clockAtMs?: number | undefined;
  /** Tells whoever looks on what happened beside the run; on the standard error without it. */
  readonly say?: (line: string) => void;
}

/** The whole platform in one folder: a bucket is a sub-folder. */
export function localPorts(root: string, datasets: readonly Dataset[], options: FolderOptions = {}): FolderPorts {
  return portsOnStores({ root, datasets, options, storeOf: (layer) => localObjectStore(root, layer) });
}

/** The same, with whatever shall be seen of every call to a store. */
export function watchedPorts(
  root: string,
  datasets: readonly Dataset[],
  watch: (store: ObjectStore) => ObjectStore,
): FolderPorts {
  const storeOf = (layer: Layer) => watch(localObjectStore(root, layer));
  return portsOnStores({ root, datasets, options: {}, storeOf });
}

/** Any folder of this machine, as a bucket. */
export function folderStore(folder: string): ObjectStore {
  return localObjectStore(dirname(folder), basename(folder));
}

interface Folder {
  readonly root: string;
  readonly datasets: readonly Dataset[];
  readonly options: FolderOptions;
  readonly storeOf: (layer: Layer) => ObjectStore;
}

function portsOnStores({ root, datasets, options, storeOf }: Folder): FolderPorts {
  const { keyFolder = KEY_FOLDER, clockAtMs } = options;
  const clock = { nowMs: () => clockAtMs ?? Date.now() };
  const dated = (store: ObjectStore) => (clockAtMs === undefined ? store : undatedStore(store, clockAtMs));
  const controlled = (layer: Layer) => accessControlled(storeOf(layer), layer);
  const stores = platformStores((layer) => (layer === 'landing' ? dated(controlled(layer)) : controlled(layer)));
  const { signer, keys } = localKeys(keyFolder);
  // In a folder of its own, with a ring of its own: a key that is trusted for models is not for the audit.
  const audit = localKeys(join(keyFolder, 'audit'));
  return {
    stores,
    // Another environment's folder is copied or linked there.
    shared: { of: (environment, layer) => dated(localObjectStore(root, `shared/${environment}/${layer}`)) },
    registry: new ObjectRegistry(stores.artifacts, clock),
    production: productionPointer(stores.artifacts, clock),
    signer,
    keys,
    auditSigner: audit.signer,
    auditKeys: audit.keys,
    tracker: folderTracker(process.env, stores.artifacts, options.say),
    forecaster: inProcessForecaster,
    metrics: { namespace: 'Forecasting', publish: () => undefined },
    alarms: alarmFile(root),
    datasets: catalogOf(datasets),
    notifier: { notify: async () => undefined },
    clock,
    uncommittedCode: 'allowed',
    place: placeWords.folder(root),
  };
}

/** What runs on this machine, but for the bundle of its jobs: the checkout's commit, and what package.json pins, and with the same versions the image's own package file. */
export async function checkoutBuild(): Promise<Omit<BuildInfo, 'image'>> {
  const text = readFileSync(join(CHECKOUT, 'package.json'), 'utf8');
  const { dependencies } = JSON.parse(text) as { readonly dependencies: Readonly<Record<string, string>> };
  return { commit: await checkoutCommit(CHECKOUT), libraries: dependencies };
}
