import {
  jobKeys,
  maintenanceKeys,
  monitoringKeys,
  promotionKeys,
  registryKeys,
  reportKeys,
  runKeys,
  SIGNED_FILES,
  tableKeys,
  trackingKeys,
  waitingKeys,
} from './keys.ts';
import { type TableName, tablePath } from './tables.ts';

/** Every data set's. IAM's '*' spans '/' as well: none of these may reach another one's keys by that. */
const ANY = '*';

const below = (folder: string) => `${folder.replace(/\/$/, '')}/*`;
const table = (name: TableName) => tablePath(ANY, name);

/** Delta tables, whole, and their parts where a reader or writer has to do with one alone. */
export const tables = {
  observations: below(table('observations')),
  series: below(table('series')),
  quarantine: below(table('quarantine')),
  features: below(table('features')),
  forecasts: below(table('forecasts')),
  evaluations: below(table('evaluations')),
  monitoring: below(table('monitoring')),
  /** Files without their log: written by a job, committed by a step. */
  forecastFiles: `${table('forecasts')}/run_id=*`,
  forecastLog: `${table('forecasts')}/_delta_log/*`,
  /** A table's history, in every layer that has tables. */
  commits: '*/_delta_log/*.json',
  checkpoints: ['*/_delta_log/*.checkpoint.parquet', '*/_delta_log/_last_checkpoint'],
} as const;

/** What of tables may be deleted: data files and checkpoints, and entries of the log. Never where a reader begins to look. */
export const deadParts = (...names: readonly TableName[]): readonly string[] =>
  names.flatMap((name) => [`${table(name)}/*.parquet`, `${table(name)}/_delta_log/*.json`]);

/** Beside the tables. */
export const besideTables = {
  deliveries: tableKeys.deliveries(ANY),
  refused: below(tableKeys.allRefused(ANY)),
  rulings: below(tableKeys.rulings(ANY)),
  ledgers: below(tableKeys.ledgers(ANY)),
  unreadDeliveries: tableKeys.unreadDeliveries(ANY),
} as const;

export const registry = {
  all: below(registryKeys.all(ANY)),
  versions: below(registryKeys.versions(ANY)),
  stages: `${below(registryKeys.stages(ANY))}.json`,
  production: registryKeys.production(ANY),
  moves: below(registryKeys.moves(ANY)),
  moveIndex: registryKeys.moveIndex(ANY, ANY),
  refusals: below(registryKeys.refusals(ANY)),
  packages: below(registryKeys.packages(ANY)),
  records: registryKeys.packageFile(ANY, 'runs', ANY),
  metrics: registryKeys.packageFile(ANY, 'metrics', ANY),
} as const;

export const jobs = {
  trials: below(jobKeys.trials(ANY)),
  models: below(jobKeys.models(ANY)),
  twins: below(jobKeys.twins(ANY)),
  /** What a fit leaves in a model's folder; the two files after it are of those who sign it. */
  fitted: ['model.jsonl', 'summary.json', 'failed.jsonl', 'forecasts/*'].map(
    (files) => `${jobKeys.models(ANY)}/${files}`,
  ),
  manifests: `${jobKeys.models(ANY)}/${SIGNED_FILES.manifest}`,
  signatures: `${jobKeys.models(ANY)}/${SIGNED_FILES.signature}`,
} as const;

export const runs = {
  records: runKeys.record(ANY, ANY),
  failures: runKeys.failure(ANY, ANY, ANY),
  seriesManifests: runKeys.seriesManifest(ANY, ANY),
  fitPlans: runKeys.fitPlan(ANY, ANY, ANY),
  fitManifests: runKeys.fitManifest(ANY, ANY, ANY),
  forecastSummaries: below(runKeys.forecastSummary(ANY, ANY)),
  smoke: below(runKeys.allSmoke(ANY)),
  publications: runKeys.publications(ANY),
  replays: runKeys.replay(ANY, ANY),
  transformReports: below(reportKeys.all(ANY)),
} as const;

export const promotion = {
  compliance: promotionKeys.compliance(ANY, ANY),
  twinManifests: promotionKeys.twinManifest(ANY, ANY, ANY),
  guards: promotionKeys.guard(ANY, ANY),
  guardPages: promotionKeys.guardPage(ANY, ANY),
  comparisons: promotionKeys.report(ANY, ANY),
  comparisonPages: promotionKeys.reportPage(ANY, ANY),
  questions: promotionKeys.approvalRequest(ANY, ANY),
} as const;

export const monitoring = {
  state: monitoringKeys.state(ANY),
  setAside: monitoringKeys.setAside(ANY),
  looks: below(monitoringKeys.looks(ANY)),
  lookedAt: monitoringKeys.lookedAt(ANY),
  locks: monitoringKeys.lock(ANY),
} as const;

export const tracking = {
  tracked: below(trackingKeys.all(ANY)),
  waiting: below(waitingKeys.all),
} as const;

export const maintenance = { records: below(maintenanceKeys.all(ANY)) } as const;

/** Landing's keys are whoever's who delivers. */
export const everything = ['*'];

/** What ingest leaves, and what people rule on it. */
export const delivered = [tables.observations, besideTables.deliveries, besideTables.refused, besideTables.rulings];

/** Where series date their periods by different days, the ledger says which calendar is the data set's. */
export const series = [tables.series, besideTables.ledgers];

export const clean = [...series, tables.quarantine, besideTables.unreadDeliveries];

/** What a fit learns from beside the series. */
export const learned = [jobs.trials, monitoring.looks, monitoring.setAside];

export const fitPlans = [runs.fitPlans, runs.fitManifests];

/** The monitor's, of one look for the next. */
export const memory = [below(monitoringKeys.all(ANY)), monitoring.locks];

/** What a version goes live by, and what people read of it: written once. */
export const comparison = [promotion.comparisons, promotion.comparisonPages];
export const guard = [promotion.guards, promotion.guardPages];

/** What tells afterwards what was judged, moved and signed, by all who write there: nobody writes or deletes it again. */
const evidence = [
  ...[registry.versions, registry.moves, registry.moveIndex, registry.refusals],
  ...[registry.packages, registry.records, registry.metrics],
  maintenance.records,
  ...[...comparison, ...guard, jobs.manifests, jobs.signatures],
];

/** Objects that no second version follows: whoever puts one there says that there must be none, and S3 holds everybody to it. */
export const writtenOnce = {
  bronze: [tables.commits, besideTables.rulings],
  silver: [tables.commits],
  gold: [tables.commits],
  artifacts: evidence,
} as const;
