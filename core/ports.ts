import type { Dataset } from './contracts/dataset.ts';
import type { ModelVersion, NewModelVersion } from './contracts/model-version.ts';

/** The outside world as the platform needs it. Each port is as small as its use; adapters/ holds AWS's and the laptop's. */
export interface Ports {
  readonly stores: Stores;
  readonly registry: ModelRegistry;
  readonly datasets: DatasetCatalog;
  readonly notifier: Notifier;
  readonly clock: Clock;
  readonly build: BuildInfo;
}

export const LAYERS = ['landing', 'bronze', 'silver', 'gold', 'artifacts'] as const;
export type Layer = (typeof LAYERS)[number];
export type Stores = Readonly<Record<Layer, ObjectStore>>;

/** One bucket. Keys are relative, with '/' between their parts and no '..'. */
export interface ObjectStore {
  readonly bucket: string;
  /** @param range bytes [start, end); the whole object without it. @throws ObjectNotFound */
  read(key: string, range?: ByteRange): Promise<Uint8Array>;
  write(key: string, body: Uint8Array): Promise<void>;
  /** Put-if-absent, atomically: false, and nothing written, when the key exists already. */
  create(key: string, body: Uint8Array): Promise<boolean>;
  /** All objects whose key starts with the prefix and is greater than `after`, in ascending key order (by UTF-8 bytes). */
  list(prefix: string, after?: string): Promise<readonly ObjectInfo[]>;
  /** undefined when there is no such object. */
  head(key: string): Promise<ObjectInfo | undefined>;
}

export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface ObjectInfo {
  readonly key: string;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
}

export function uriOf(store: ObjectStore, key: string): string {
  return `s3://${store.bucket}/${key}`;
}

export interface ModelRegistry {
  /** Gives the next version number of the data set. The same runId again gives the version that it got before. */
  register(version: NewModelVersion): Promise<ModelVersion>;
  /** @throws ModelVersionUnknown */
  describe(dataset: string, version: number): Promise<ModelVersion>;
  /** Ascending by version. */
  list(dataset: string): Promise<readonly ModelVersion[]>;
}

export interface DatasetCatalog {
  /** @throws DatasetUnknown, with the nearest name. */
  find(name: string): Dataset;
}

export interface Notifier {
  notify(subject: string, message: string): Promise<void>;
}

export interface Clock {
  nowMs(): number;
}

/** What was running: recorded with every model version. */
export interface BuildInfo {
  readonly commit: string;
  readonly image: string;
  readonly libraries: Readonly<Record<string, string>>;
}
