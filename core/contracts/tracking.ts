import type { ModelVersion } from './model-version.ts';

/** What a tracker is told: plain data, which can wait for its server. */

/** A version as its record has it. Replays of other folders have runs and versions of the same names on the same server: the file's hash tells them apart. */
export type TrackedVersion = Pick<ModelVersion, 'dataset' | 'runId' | 'version' | 'artifactSha256'>;

export interface TrackedRun {
  readonly dataset: string;
  readonly runId: string;
  readonly selection: TrackedSelection;
  readonly status: 'FINISHED' | 'FAILED';
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly parameters: Readonly<Record<string, string>>;
  readonly metrics: readonly TrackedMetric[];
  /** Every candidate's trial; none where nothing was cross-validated. */
  readonly others: readonly TrackedCandidate[];
  readonly tags: Readonly<Record<string, string>>;
  /** Where and what the run trained on. */
  readonly data: {
    readonly name: string;
    readonly uri: string;
    readonly digest: string;
    /** Column -> type of the table; what the run learned from. */
    readonly columns?: Readonly<Record<string, string>>;
    readonly profile?: Readonly<Record<string, number>>;
  };
  readonly artifacts: readonly { readonly path: string; readonly body: Uint8Array }[];
  /** The registered version, where the run registered one. */
  readonly modelVersion?: number;
  /** The version as a file that forecasts, for trackers that load models; it lies beside the run's other files in any case. */
  readonly model?: TrackedModel;
}

export interface TrackedModel {
  /** model.jsonl. */
  readonly file: Uint8Array;
  readonly sha256: string;
  /** Of what it is given: name -> type of the forecasts table; then the regressors, whose values of the training may be replaced. */
  readonly input: Readonly<Record<string, string>>;
  readonly regressors: readonly string[];
  /** Of what it gives beside the rows that it was given. */
  readonly output: readonly string[];
}

export interface TrackedMetric {
  readonly name: string;
  readonly value: number;
  /** The fold's or the horizon's number; 0 where there is one value. */
  readonly step: number;
}

/** Every version leans on one: a refresh on that of the version whose recipe it fits anew. */
export interface TrackedSelection {
  /** The run that cross-validated. */
  readonly runId: string;
  /** Of each candidate's cross-validation: what tells selections of one run id apart, as two replays have them. */
  readonly pointsSha256: readonly string[];
}

/** One look, verdict or score of a version. */
export interface TrackedEvaluation {
  readonly dataset: string;
  /** Of the version that is judged: all its evaluations together are one run of the tracker. */
  readonly selection: TrackedSelection;
  /** What tells this one from the selection's others: 'look-2015-12-20'. */
  readonly part: string;
  /** The same for all evaluations of a selection. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Their steps are periods since the last one that the selection knew. */
  readonly metrics: readonly TrackedMetric[];
  /** As of the newest evaluation: versions, ranges, verdicts. */
  readonly tags: Readonly<Record<string, string>>;
  /** What it was scored on, where that is one version of a table. */
  readonly data?: TrackedRun['data'];
  /** The period up to which it knows what came true, and when it was made. */
  readonly knownToMs: number;
  readonly evaluatedAtMs: number;
}

export type TrackedCandidate = Pick<TrackedRun, 'parameters' | 'metrics'> & { readonly name: string };
