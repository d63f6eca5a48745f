import type { Dataset } from '../../core/contracts/dataset.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { ModelVersion, NewModelVersion } from '../../core/contracts/model-version.ts';
import type { Layer, Ports } from '../../core/ports.ts';
import { MemoryStore, RECEIVED_AT_MS } from './memory-store.ts';

export interface MemoryPorts extends Ports {
  readonly stores: Readonly<Record<Layer, MemoryStore>>;
  readonly notifications: { readonly subject: string; readonly message: string }[];
}

/** The outside world in memory, at a fixed time. */
export function memoryPorts({ datasets }: { readonly datasets: readonly Dataset[] }): MemoryPorts {
  const notifications: { subject: string; message: string }[] = [];
  return {
    stores: {
      landing: new MemoryStore('landing'),
      bronze: new MemoryStore('bronze'),
      silver: new MemoryStore('silver'),
      gold: new MemoryStore('gold'),
      artifacts: new MemoryStore('artifacts'),
    },
    registry: memoryRegistry(),
    datasets: { find: (name) => datasets.find((dataset) => dataset.name === name) ?? unknown('datasetUnknown', name) },
    notifier: { notify: async (subject, message) => void notifications.push({ subject, message }) },
    clock: { nowMs: () => RECEIVED_AT_MS },
    build: { commit: 'c0ffee', image: 'sha256:0', libraries: {} },
    notifications,
  };
}

function memoryRegistry(): Ports['registry'] {
  const versions: ModelVersion[] = [];
  const of = (dataset: string) => versions.filter((version) => version.dataset === dataset);
  return {
    register: async (model: NewModelVersion) => {
      const known = of(model.dataset).find((version) => version.runId === model.runId);
      if (known !== undefined) return known;
      const version = { ...model, version: of(model.dataset).length + 1, registeredAtMs: RECEIVED_AT_MS };
      versions.push(version);
      return version;
    },
    describe: async (dataset, number) =>
      of(dataset).find(({ version }) => version === number) ?? unknown('modelVersionUnknown', `${dataset} ${number}`),
    list: async (dataset) => of(dataset),
  };
}

function unknown(name: 'datasetUnknown' | 'modelVersionUnknown', got: string): never {
  throw new PlatformError(ERROR_NAMES[name], { problem: 'unknown', got });
}
