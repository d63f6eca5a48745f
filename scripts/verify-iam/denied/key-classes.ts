import {
  FORMAT_KEY,
  jobKeys,
  maintenanceKeys,
  monitoringKeys,
  POINTS_FOLDER,
  promotionKeys,
  registryKeys,
  reportKeys,
  runKeys,
  tableKeys,
  trackingKeys,
  waitingKeys,
} from '../../../core/contracts/keys.ts';
import type { Layer } from '../../../core/contracts/layers.ts';
import { type TableName, tablePath, TABLES } from '../../../core/contracts/tables.ts';
import { weather } from '../../../datasets/weather.ts';

/** Keys of a bucket that have one purpose. */
export interface KeyClass {
  readonly layer: Layer;
  readonly name: string;
  /** One of them. */
  readonly key: string;
  readonly isIn: (key: string) => boolean;
  /** What is written once and stays: versions, the audit, evidence, signatures. */
  readonly isKept: boolean;
}

const D = weather.name;

/** What stands in a class's key for a part that differs from object to object, and what that part may be. */
const PARTS: Readonly<Record<string, string>> = {
  'any-run': '[^/]+',
  'any-job': '[^/]+',
  'any-fit': '[^/]+',
  'any-file': '.+',
  'any-replay': '[^/]+',
  '00000007': '\\d{8}',
  '2026-01-31': '[^/]+',
  [`transform-7-2025-01-01..2025-12-31`]: 'transform-[^/]+',
  ['f'.repeat(64)]: '[^/]+',
  ['f'.repeat(16)]: '[^/]+',
};
const PART = new RegExp(`(${Object.keys(PARTS).map(escaped).join('|')})`);
const HASH = 'f'.repeat(64);
const RANGE = { start: '2025-01-01', end: '2025-12-31' };

const job = (folder: string, file: string) => `${folder}/any-job/output/model/${file}`;

/** What stands in the registry and in evidence is kept; all else is made again, or is somebody's memory. */
const KEPT: Readonly<Record<string, string>> = {
  'registered version': registryKeys.version(D, 7),
  'record of a move': registryKeys.move(D, 7),
  'index of a move': registryKeys.moveIndex(D, HASH),
  'record of a package': registryKeys.packageFile(D, 'runs', 'any-run'),
  'metrics of a package': registryKeys.packageFile(D, 'metrics', 'any-run'),
  'package of a run': registryKeys.packageFile(D, 'packages', 'any-run'),
  refusal: registryKeys.refusal(D, 'any-run'),
  'record of a clean-up': maintenanceKeys.record(D, 'any-run'),
  'guard report': promotionKeys.guard(D, 'any-run'),
  'guard page': promotionKeys.guardPage(D, 'any-run'),
  comparison: promotionKeys.report(D, 'any-run'),
  'comparison page': promotionKeys.reportPage(D, 'any-run'),
  'signature of a model': job(jobKeys.models(D), 'model.sig'),
};

const ARTIFACTS: Readonly<Record<string, string>> = {
  'stage of a version': registryKeys.stage(D, 7),
  'Production pointer': registryKeys.production(D),
  'record of a run': runKeys.record(D, 'any-run'),
  'record of a failure': runKeys.failure(D, 'any-run', 'any-file'),
  'series manifest': runKeys.seriesManifest(D, 'any-run'),
  'fit plan': runKeys.fitPlan(D, 'any-run', 'any-fit'),
  'fit manifest': runKeys.fitManifest(D, 'any-run', 'any-fit'),
  'forecast summary': `${runKeys.forecastSummary(D, 'any-run')}/any-file`,
  'smoke files': `${runKeys.smoke(D, 'any-run', 'files')}/any-file`,
  'smoke summary': `${runKeys.smoke(D, 'any-run', 'summary')}/any-file`,
  publications: runKeys.publications(D),
  'record of a replay': runKeys.replay(D, 'any-run'),
  compliance: promotionKeys.compliance(D, 'any-run'),
  'twin manifest': promotionKeys.twinManifest(D, 'any-run', 'any-fit'),
  'approval request': promotionKeys.approvalRequest(D, 'any-run'),
  'approval answer': promotionKeys.approvalAnswer(D, 'any-run'),
  'manifest of a model': job(jobKeys.models(D), 'manifest.json'),
  model: job(jobKeys.models(D), 'model.jsonl'),
  'summary of a model': job(jobKeys.models(D), 'summary.json'),
  'forecasts of a model': job(jobKeys.models(D), 'forecasts/any-file'),
  'summary of a trial': job(jobKeys.trials(D), 'summary.json'),
  'points of a trial': job(jobKeys.trials(D), `${POINTS_FOLDER}/any-file`),
  twin: job(jobKeys.twins(D), 'model.jsonl'),
  'summary of a twin': job(jobKeys.twins(D), 'summary.json'),
  'forecasts of a twin': job(jobKeys.twins(D), 'forecasts/any-file'),
  'memory of the monitor': monitoringKeys.state(D),
  'periods set aside': monitoringKeys.setAside(D),
  'worth of a look': monitoringKeys.look(D, '2026-01-31'),
  'time of a look': monitoringKeys.lookedAt(D),
  lock: monitoringKeys.lock(D),
  'tracked run': trackingKeys.run(D, 'any-run'),
  'tracked file': trackingKeys.artifact(D, 'any-run', 'any-file'),
  'tracked evaluation': trackingKeys.evaluation(D, 'any-run', 'any-file'),
  'tracked Production': trackingKeys.production(D),
  'waiting list': waitingKeys.list,
  'waiting content': waitingKeys.content('any-file'),
  'report of a transform': reportKeys.transform(D, 7, RANGE),
  format: FORMAT_KEY,
};

const BESIDE_TABLES: readonly (readonly [Layer, string, string])[] = [
  ['landing', 'delivery', `${D}/any-file`],
  ['bronze', 'list of deliveries', tableKeys.deliveries(D)],
  ['bronze', 'refused delivery', tableKeys.refused(D, HASH)],
  ['bronze', 'ruling', tableKeys.ruling(D, 7)],
  ['bronze', 'format', FORMAT_KEY],
  ['silver', 'ledger', tableKeys.ledger(D, 7)],
  ['silver', 'known series', tableKeys.seriesState(D, HASH)],
  ['silver', 'unread deliveries', tableKeys.unreadDeliveries(D)],
  ['silver', 'format', FORMAT_KEY],
  ['gold', 'format', FORMAT_KEY],
];

/** Written beside a replay's own; a replay has no place of its own in the layers that it only reads. */
const OF_REPLAYS: readonly Layer[] = ['gold', 'artifacts'];

export const KEY_CLASSES: readonly KeyClass[] = [
  ...Object.entries(KEPT).map(([name, key]) => keyClass('artifacts', name, { key, isKept: true })),
  ...Object.entries(ARTIFACTS).map(([name, key]) => keyClass('artifacts', name, { key })),
  ...BESIDE_TABLES.map(([layer, name, key]) => keyClass(layer, name, { key })),
  ...(Object.keys(TABLES) as readonly TableName[]).flatMap(tableClasses),
].flatMap((one) => (OF_REPLAYS.includes(one.layer) ? [one, withinReplay(one)] : [one]));

/** The class of a key; undefined where it has none, so that nobody knows who may write it. */
export function classOf(layer: Layer, key: string): KeyClass | undefined {
  return KEY_CLASSES.find((one) => one.layer === layer && one.isIn(key));
}

function tableClasses(table: TableName): readonly KeyClass[] {
  const { layer } = TABLES[table];
  const path = tablePath(D, table);
  return [
    keyClass(layer, `log of ${table}`, { key: `${path}/_delta_log/any-file` }),
    { ...keyClass(layer, `files of ${table}`, { key: `${path}/any-file` }), isIn: isFileOf(path) },
  ];
}

function isFileOf(path: string): KeyClass['isIn'] {
  return (key) => key.startsWith(`${path}/`) && !key.startsWith(`${path}/_delta_log/`);
}

function keyClass(
  layer: Layer,
  name: string,
  { key, isKept = false }: { readonly key: string; readonly isKept?: boolean },
): KeyClass {
  const pattern = new RegExp(`^${key.split(PART).map(patternOf).join('')}$`);
  return { layer, name, key, isKept, isIn: (other) => pattern.test(other) };
}

function patternOf(text: string): string {
  return PARTS[text] ?? escaped(text);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function withinReplay({ name, key, isIn, ...one }: KeyClass): KeyClass {
  const folder = new RegExp(`^${runKeys.replayFolder('[^/]+')}/`);
  return {
    ...one,
    name: `${name}, of a replay`,
    key: `${runKeys.replayFolder('any-replay')}/${key}`,
    isIn: (other) => folder.test(other) && isIn(other.replace(folder, '')),
  };
}
