import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ALARM_FILE, alarmFile } from '../adapters/files/alarm-file.ts';
import { localKeys } from '../adapters/files/key-file.ts';
import { localObjectStore } from '../adapters/files/object-store.ts';
import { undatedStore } from '../adapters/files/undated-store.ts';
import { inProcessForecaster } from '../adapters/forecaster/in-process.ts';
import { ObjectRegistry } from '../lake/object-registry.ts';
import { productionPointer } from '../lake/production-pointer.ts';
import { platformStores } from '../lake/stores.ts';
import type { Dataset } from '../core/contracts/dataset.ts';
import type { Layer } from '../core/contracts/layers.ts';
import type { ObjectStore, Ports } from '../core/ports.ts';
import { placeWords } from '../core/contracts/command-words.ts';
import { catalogOf } from '../datasets/index.ts';
import { folderTracker } from './tracker.ts';

/** Of a local platform's folder: whoever plays alarms writes it. */
export { ALARM_FILE };

/** The laptop's signing key: made once a checkout, so that two runs of the same data give the same signatures. */
const KEY_FOLDER = fileURLToPath(new URL('../.cache/signing-key', import.meta.url));

export interface FolderOptions {
  readonly keyFolder?: string;
  /** The instant that everything carries, so that the same input gives the same bytes whenever it runs; the real time without it. */
  readonly clockAtMs?: number | undefined;
  /** Tells whoever looks on what happened beside the run; on the standard error without it. */
  readonly say?: (line: string) => void;
}

/** The whole platform in one folder: a bucket is a sub-folder. */
export function localPorts(root: string, datasets: readonly Dataset[], options: FolderOptions = {}): Ports {
  return portsOnStores({ root, datasets, options, storeOf: (layer) => localObjectStore(root, layer) });
}

/** The same, with whatever shall be seen of every call to a store. */
export function watchedPorts(
  root: string,
  datasets: readonly Dataset[],
  watch: (store: ObjectStore) => ObjectStore,
): Ports {
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

function portsOnStores({ root, datasets, options, storeOf }: Folder): Ports {
  const { keyFolder = KEY_FOLDER, clockAtMs } = options;
  const clock = { nowMs: () => clockAtMs ?? Date.now() };
  const stores = platformStores((layer) =>
    layer === 'landing' && clockAtMs !== undefined ? undatedStore(storeOf(layer), clockAtMs) : storeOf(layer),
  );
  const { signer, keys } = localKeys(keyFolder);
  return {
    stores,
    // Another environment's folder is copied or linked there.
    shared: { of: (environment, layer) => localObjectStore(root, `shared/${environment}/${layer}`) },
    registry: new ObjectRegistry(stores.artifacts, clock),
    production: productionPointer(stores.artifacts, clock),
    signer,
    keys,
    tracker: folderTracker(process.env, stores.artifacts, options.say),
    forecaster: inProcessForecaster,
    metrics: { namespace: 'Forecasting', publish: () => undefined },
    alarms: alarmFile(root),
    datasets: catalogOf(datasets),
    notifier: { notify: async () => undefined },
    clock,
    build: { commit: 'local', image: 'local', libraries: pinnedLibraries() },
    place: placeWords.folder(root),
  };
}

/** What package.json pins, and with the same versions the image's own package file. */
function pinnedLibraries(): Readonly<Record<string, string>> {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly dependencies: Readonly<Record<string, string>> }).dependencies;
}
