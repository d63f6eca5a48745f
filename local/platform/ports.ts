import { readFileSync } from 'node:fs';
import { localObjectStore } from '../../adapters/local/object-store.ts';
import { objectRegistry } from '../../adapters/object-registry.ts';
import type { Dataset } from '../../core/contracts/dataset.ts';
import { LAYERS, type Ports, type Stores } from '../../core/ports.ts';
import { catalogOf } from '../../datasets/index.ts';

/**
 * The instant that a local platform's tables and registry carry: always the same one, so that the same input, configuration and
 * seed give the same bytes whenever they run. Execution histories carry the real time.
 */
const LOCAL_TIME_MS = Date.UTC(2000, 0, 1);

/** The whole platform in one folder: a bucket is a sub-folder. */
export function localPorts(root: string, datasets: readonly Dataset[]): Ports {
  const clock = { nowMs: () => LOCAL_TIME_MS };
  const stores = Object.fromEntries(LAYERS.map((layer) => [layer, localObjectStore(root, layer)])) as Stores;
  return {
    stores,
    registry: objectRegistry(stores.artifacts, clock),
    datasets: catalogOf(datasets),
    notifier: { notify: async () => undefined },
    clock,
    build: { commit: 'local', image: 'local', libraries: pinnedLibraries() },
  };
}

/** What package.json pins, which is what the container image is built from. */
function pinnedLibraries(): Readonly<Record<string, string>> {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly dependencies: Readonly<Record<string, string>> }).dependencies;
}
