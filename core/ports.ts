import type { Dataset } from './contracts/dataset.ts';
import type { DateRange } from './contracts/date-range.ts';
import type { ExplainedForecast } from './contracts/explained-forecast.ts';
import type { Layer, SharedLayer } from './contracts/layers.ts';
import type { ModelVersion, NewModelVersion } from './contracts/model-version.ts';
import type { Stage, Transition } from './contracts/promotion.ts';
import type { RowBatch } from './contracts/table-schema.ts';
import type { TrackedEvaluation, TrackedRun, TrackedVersion } from './contracts/tracking.ts';
import type { ObjectStore } from './object-store.ts';

export { type ByteRange, type ObjectInfo, type ObjectStore, type TaggedObject, uriOf } from './object-store.ts';

/** The ports of the platform; those of a replay, by its run's id, where a step runs within one. */
export type Host = (replay?: string) => Ports;

/** The outside world as the platform needs it. Each port is as small as its use; adapters/ holds AWS's and the laptop's. */
export interface Ports {
  readonly stores: Stores;
  readonly shared: SharedStores;
  readonly registry: ModelRegistry;
  readonly production: ProductionPointer;
  readonly signer: ArtifactSigner;
  readonly keys: KeyRing;
  /** Signs the moves of Production, with a key of its own: who registers versions has no say in what went live. */
  readonly auditSigner: ArtifactSigner;
  readonly auditKeys: KeyRing;
  readonly tracker: PlatformTracker;
  readonly forecaster: Forecaster;
  readonly metrics: MetricsSink;
  readonly alarms: AlarmBoard;
  readonly datasets: DatasetCatalog;
  readonly notifier: Notifier;
  readonly clock: Clock;
  readonly build: BuildInfo;
  /** Whether a version may go live that was made by code which is in no commit. */
  readonly uncommittedCode: UncommittedCode;
  /** Where the platform is, as its commands are told: '--env prod', or '--folder out/demo'. */
  readonly place: string;
}

export type Stores = Readonly<Record<Layer, ObjectStore>>;

/** What another environment lets this one read. */
export interface SharedStores {
  /** @throws SourceRefused where nothing of that environment can be read here */
  of(environment: string, layer: SharedLayer): ObjectStore;
}

export interface ModelRegistry {
  /** Gives the next version number of the data set. The same runId again gives the version that it got before. */
  register(version: NewModelVersion): Promise<ModelVersion>;
  /** @throws ModelVersionUnknown */
  describe(dataset: string, version: number): Promise<ModelVersion>;
  /** Ascending by version. */
  list(dataset: string): Promise<readonly ModelVersion[]>;
  /** By version; every registered version has a stage. */
  stages(dataset: string): Promise<ReadonlyMap<number, Stage>>;
  /** Of one version, without a look at the others. @throws ModelVersionUnknown */
  stage(dataset: string, version: number): Promise<Stage>;
  /** @throws ModelVersionUnknown */
  setStage(dataset: string, version: number, stage: Stage): Promise<void>;
}

export type TransitionRequest = Omit<
  Transition,
  'revision' | 'from' | 'atMs' | 'replay' | 'previousSha256' | 'signature'
> & {
  /** The move is made only from this version; 'any' is whatever is in Production. */
  readonly expected: number | null | 'any';
};

/** Which version of a data set is in Production: one object, changed by compare-and-set, and the record of all its changes. */
export interface ProductionPointer {
  /** As it stands, whoever wrote it: for what people are shown, and for steps whose work a later one holds against the audit. */
  read(dataset: string): Promise<Transition | undefined>;
  /** The same, once it is known that the platform made this move, and none since. @throws AuditTampered */
  verified(dataset: string, ports: Pick<Ports, 'auditKeys'>): Promise<Transition | undefined>;
  /**
   * Moves the pointer and keeps the signed audit record; the same transitionId again gives the move that it made.
   *
   * @throws PointerMoved; AuditTampered before anything is moved
   */
  move(request: TransitionRequest, ports: Pick<Ports, 'auditSigner' | 'auditKeys'>): Promise<Transition>;
  /**
   * The move that was made by this id; undefined where none was, as on a run's first time, and where a crash came before the move.
   *
   * @throws AuditTampered where the index leads to no move of this id
   */
  find(dataset: string, transitionId: string): Promise<Transition | undefined>;
  /** Every move, oldest first, as it stands. */
  history(dataset: string): Promise<readonly Transition[]>;
  /** The same, and whether the chain of their records is whole. */
  audit(dataset: string, ports: Pick<Ports, 'auditKeys'>): Promise<Audit>;
}

export interface Audit {
  /** Oldest first, those that can be read. */
  readonly moves: readonly Transition[];
  /** How many of the oldest were made by a release that signed none: what they say is what the first signed move found. */
  readonly unsigned: number;
  /** The first thing that is not as the platform left it. */
  readonly broken?: AuditBreak;
}

export interface AuditBreak {
  /** 'revision 3', or an object's key. */
  readonly at: string;
  readonly problem: string;
}

/** ECDSA on P-256 with SHA-256; signatures are DER. */
export interface ArtifactSigner {
  sign(message: Uint8Array): Promise<{ readonly keyId: string; readonly signature: Uint8Array }>;
}

/** The keys whose signatures count. */
export interface KeyRing {
  check(signed: SignedMessage): Promise<KeyCheck>;
}

export interface SignedMessage {
  readonly keyId: string;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
  /** Not for the signer alone to say: the later of what the record says and when the store got it. */
  readonly signedAtMs: number;
}
export type KeyCheck = 'valid' | 'invalid' | 'unknown-key' | 'disabled-key' | 'withdrawn-key';

/**
 * A version's forecasts of a range in ascending unique_id, for checks, comparisons and looks: what is published comes from the forecasting machine.
 * Whoever asks need not know the model.
 */
export interface Forecaster {
  /** @param stores where the model lies. @throws ArtifactMismatch where it is not what was registered */
  forecast(version: ModelVersion, range: DateRange, stores: Stores): AsyncIterable<RowBatch>;
  /** The same forecasts with everything that they are made of, a series at a time. */
  explain(version: ModelVersion, range: DateRange, stores: Stores): AsyncIterable<ExplainedForecast>;
}

/**
 * What people look a run up in: parameters, metrics, tags and files of each training run, and what came true of what it learned. Every method
 * throws TrackingFailed where the tracker cannot be told now, and TrackingRefused where it takes no such thing.
 */
export interface Tracker {
  /** The same dataset and runId again replace or complete what was recorded before. */
  record(run: TrackedRun): Promise<void>;
  /** Adds to what is known of a selection; its training need not be recorded. The same part again replaces or completes what it added before. */
  evaluate(evaluation: TrackedEvaluation): Promise<void>;
  /** Names the version in Production where the tracker has aliases; nothing has that name where the tracker does not know the version. @throws TrackingRefused, then */
  markProduction(version: TrackedVersion): Promise<void>;
  /** Says of a version that guard, gates or a person refused it. @throws TrackingRefused where the tracker does not know it */
  markRefused(version: TrackedVersion): Promise<void>;
}

/** The tracker of a platform, and those that its versions were tracked by before. */
export interface PlatformTracker extends Tracker {
  /** The server's address, for a version's record; undefined where runs are kept as files. */
  readonly uri: string | undefined;
  /**
   * The tracker that knows the version, by the version's own record; this platform's where the record names none, or one that is not spoken
   * to here. The same one for the same place.
   */
  of(version: Pick<ModelVersion, 'dataset' | 'runId' | 'tracking'>): Promise<Tracker>;
  /** What people have not been told yet of records that wait for a server, once; empty where there is nothing new. */
  news(): Promise<string>;
}

export interface DatasetCatalog {
  /** @throws DatasetUnknown, with the nearest name. */
  find(name: string): Dataset;
}

export interface Notifier {
  notify(subject: string, message: string): Promise<void>;
}

/** Where the monitor's figures go, beside gold. */
export interface MetricsSink {
  /** What a document's metrics are published under: a platform's own, since an account may hold several. */
  readonly namespace: string;
  /** @param line a CloudWatch Embedded Metric Format document */
  publish(line: string): void;
}

/** Of the alarms that are set on this platform's figures, those that stand on red. */
export interface AlarmBoard {
  red(): Promise<readonly RedAlarm[]>;
}

export interface RedAlarm {
  readonly name: string;
  /** When it turned red. */
  readonly sinceMs: number;
}

export interface Clock {
  nowMs(): number;
}

export type UncommittedCode = 'allowed' | 'refused';

/** What was running: recorded with every model version. */
export interface BuildInfo {
  /** As core/contracts/commit.ts says it. */
  readonly commit: string;
  /** What the jobs ran in: an image in its registry, 'lambda' where they are functions, or the laptop's bundle by its digest. */
  readonly image: string;
  readonly libraries: Readonly<Record<string, string>>;
}
