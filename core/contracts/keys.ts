import type { DateRange } from './date-range.ts';
import { ERROR_NAMES, PlatformError } from './errors.ts';

/**
 * Every object key outside of the tables, by who leaves it and for whom. A `dataset` may be '*': then the key is the pattern that an IAM
 * policy names.
 */

/** In the bucket of every layer that holds more than the first format. */
export const FORMAT_KEY = 'format.json';

/** What a cross-validation leaves for the weights and for the intervals: files of every forecasted point, series by series, fold by fold. */
export const POINTS_FOLDER = 'points';

/** By this name a fit finds its plan among the objects that it reads. */
export const FIT_PLAN_FILE = 'fit-plan.json';

/** What the signing step leaves beside a fitted recipe's files. */
export const SIGNED_FILES = { manifest: 'manifest.json', signature: 'model.sig' } as const;

/** Padded, so that the order of keys is the order of numbers. */
function numbered(number: number): string {
  return `${String(number).padStart(8, '0')}.json`;
}

/** The number that such a key ends in. @throws ArtifactMismatch for a name that only looks like one: a twin of another record */
export function numberOfKey(key: string): number {
  const name = key.slice(key.lastIndexOf('/') + 1);
  const number = Number.parseInt(name);
  if (name === numbered(number)) return number;
  throw new PlatformError(ERROR_NAMES.artifactMismatch, {
    problem: 'an object lies among numbered records by a name that is none of theirs',
    got: key,
    allowed: `names such as ${numbered(1)}`,
    hint: 'nothing here writes such a name: find out who did, and remove it',
  });
}

/** The registry of a data set: versions, where each stands, what is in Production, and the record of every move. */
export const registryKeys = {
  root: 'registry',
  all: (dataset: string) => `registry/${dataset}/`,
  versions: (dataset: string) => `registry/${dataset}/versions/`,
  version: (dataset: string, version: number) => `registry/${dataset}/versions/${numbered(version)}`,
  stages: (dataset: string) => `registry/${dataset}/stages/`,
  stage: (dataset: string, version: number) => `registry/${dataset}/stages/${numbered(version)}`,
  production: (dataset: string) => `registry/${dataset}/production.json`,
  moves: (dataset: string) => `registry/${dataset}/audit/`,
  move: (dataset: string, revision: number) => `registry/${dataset}/audit/${numbered(revision)}`,
  moveIndexes: (dataset: string) => `registry/${dataset}/transitions/`,
  /** Hashed: an id may hold any character, be of any length, and differ from another only by case. */
  moveIndex: (dataset: string, sha256OfTransitionId: string) =>
    `registry/${dataset}/transitions/${sha256OfTransitionId}.json`,
  refusals: (dataset: string) => `registry/${dataset}/refusals/`,
  refusal: (dataset: string, runId: string) => `registry/${dataset}/refusals/${runId}.json`,
  /** What SageMaker's registry cannot hold. */
  packages: (dataset: string) => `registry/${dataset}/packages/`,
  packageFile: (dataset: string, kind: 'runs' | 'metrics' | 'packages', runId: string) =>
    `registry/${dataset}/${kind}/${encodeURIComponent(runId)}.json`,
} as const;

/** What lies beside a data set's tables, in the bucket of their layer. */
export const tableKeys = {
  /** In bronze: which landing objects it holds. */
  deliveries: (dataset: string) => `${dataset}/deliveries.json`,
  /** In bronze: a delivery that was refused for its format, by the hash that the table would know it by, and why it was. */
  allRefused: (dataset: string) => `${dataset}/refused/`,
  refused: (dataset: string, sha256: string) => `${dataset}/refused/${sha256}`,
  refusedRecord: (dataset: string, sha256: string) => `${dataset}/refused/${sha256}.json`,
  /** In bronze: what people ruled on its deliveries, oldest first. */
  rulings: (dataset: string) => `${dataset}/rulings/`,
  ruling: (dataset: string, number: number) => `${dataset}/rulings/${numbered(number)}`,
  /** In silver: what became of the rows of bronze, a version of the series table. */
  ledgers: (dataset: string) => `${dataset}/ledger/`,
  ledger: (dataset: string, silverVersion: number) => `${dataset}/ledger/${numbered(silverVersion)}`,
  /** In silver: what is known of every series, by the hash of its content, which ledgers name. */
  seriesState: (dataset: string, sha256: string) => `${dataset}/ledger/series-${sha256.slice(0, 16)}.json`,
  /** In silver: what is known of the deliveries that it was refused with last. */
  unreadDeliveries: (dataset: string) => `${dataset}/unread-deliveries.json`,
} as const;

/** What one run leaves of itself. */
export const runKeys = {
  all: (dataset: string) => `runs/${dataset}/`,
  record: (dataset: string, runId: string) => `runs/${dataset}/${runId}/run.json`,
  failure: (dataset: string, runId: string, machine: string) => `runs/${dataset}/${runId}/failure-${machine}.json`,
  seriesManifest: (dataset: string, runId: string) => `runs/${dataset}/${runId}/series.manifest`,
  /** What a fit is told: core/blend/fit-plan.ts. */
  fitPlan: (dataset: string, runId: string, fit: string) => `runs/${dataset}/${runId}/${fit}/${FIT_PLAN_FILE}`,
  /** The objects that a fit reads beside the series: its plan, points, looks and the version in force. */
  fitManifest: (dataset: string, runId: string, fit: string) => `runs/${dataset}/${runId}/${fit}/memory.manifest`,
  forecastSummary: (dataset: string, runId: string) => `runs/${dataset}/${runId}/forecast`,
  /** A smoke test's forecasts, which nobody gets: the files, and the job's summary. */
  allSmoke: (dataset: string) => `smoke/${dataset}/`,
  smoke: (dataset: string, runId: string, part: 'files' | 'summary') => `smoke/${dataset}/${runId}/${part}`,
  publications: (dataset: string) => `runs/${dataset}/publications.json`,
  /** Of gold and artifacts: everything that a replay in an account makes of the data. */
  replayFolder: (replayId: string) => `replays/${replayId}`,
  replay: (dataset: string, replayId: string) => `replays/${dataset}/${replayId}/replay.json`,
} as const;

/** What the steps of one promotion leave for each other and for people. */
export const promotionKeys = {
  all: (dataset: string) => `promotions/${dataset}/`,
  compliance: (dataset: string, runId: string) => `promotions/${dataset}/${runId}/compliance.json`,
  twinManifest: (dataset: string, runId: string, twin: string) => `promotions/${dataset}/${runId}/${twin}.manifest`,
  /** What the guard found of a refresh. */
  guard: (dataset: string, runId: string) => `promotions/${dataset}/${runId}/guard.json`,
  /** Of a refresh that people look at: refused, or to be approved. */
  guardPage: (dataset: string, runId: string) => `promotions/${dataset}/${runId}/guard.html`,
  report: (dataset: string, runId: string) => `promotions/${dataset}/${runId}/comparison.json`,
  reportPage: (dataset: string, runId: string) => `promotions/${dataset}/${runId}/comparison.html`,
  approvals: (dataset: string) => `approvals/${dataset}/`,
  approvalRequest: (dataset: string, runId: string) => `approvals/${dataset}/${runId}/request.json`,
  /** On a laptop; on AWS the answer goes to Step Functions. */
  approvalAnswer: (dataset: string, runId: string) => `approvals/${dataset}/${runId}/answer.json`,
} as const;

/** Below them, jobs choose the names. */
export const jobKeys = {
  /** Candidates in cross-validation. */
  trials: (dataset: string) => `trials/${dataset}`,
  /** Fitted recipes. */
  models: (dataset: string) => `models/${dataset}`,
  twins: (dataset: string) => `twins/${dataset}`,
} as const;

export const monitoringKeys = {
  all: (dataset: string) => `monitoring/${dataset}/`,
  state: (dataset: string) => `monitoring/${dataset}/state.json`,
  setAside: (dataset: string) => `monitoring/${dataset}/set-aside.json`,
  looks: (dataset: string) => `monitoring/${dataset}/looks/`,
  /** What every candidate's forecasts in force were worth at one look; their order is that of the looks. */
  look: (dataset: string, asOf: string) => `monitoring/${dataset}/looks/${asOf.replaceAll(':', '')}.jsonl`,
  /** When somebody last looked at the present. */
  lookedAt: (dataset: string) => `monitoring/${dataset}/looked-at.json`,
  lock: (dataset: string) => `locks/${dataset}.json`,
} as const;

/** The tracker that is no server. */
export const trackingKeys = {
  all: (dataset: string) => `tracking/${dataset}/`,
  run: (dataset: string, runId: string) => `tracking/${dataset}/${runId}/run.json`,
  artifact: (dataset: string, runId: string, path: string) => `tracking/${dataset}/${runId}/artifacts/${path}`,
  evaluation: (dataset: string, selectionRunId: string, part: string) =>
    `tracking/${dataset}/${selectionRunId}/evaluations/${part.replaceAll(':', '')}.json`,
  production: (dataset: string) => `tracking/${dataset}/production.json`,
} as const;

/** What a tracking server has not taken yet, of all data sets: one list in its order, and beside it an object each. */
export const waitingKeys = {
  all: 'waiting/',
  list: 'waiting/list.json',
  /** @param id of its content */
  content: (id: string) => `waiting/content/${id}`,
} as const;

/** What one clean-up of a data set's tables deleted, or would have. */
export const maintenanceKeys = {
  all: (dataset: string) => `maintenance/${dataset}/`,
  record: (dataset: string, runId: string) => `maintenance/${dataset}/${runId}.json`,
} as const;

export const reportKeys = {
  all: (dataset: string) => `reports/${dataset}/`,
  /** `reports/<dataset>/transform-3-1981-01-01..1985-12-31.json`; colons are dropped, since not every file system has them. */
  transform: (dataset: string, bronzeVersion: number, { start, end }: DateRange) =>
    `reports/${dataset}/transform-${bronzeVersion}-${start}..${end}.json`.replaceAll(':', ''),
} as const;
