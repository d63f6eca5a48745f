import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { DateRange } from '../../../core/contracts/date-range.ts';
import type { ModelVersion } from '../../../core/contracts/model-version.ts';
import type { MonitorState } from '../../../core/contracts/monitoring.ts';
import type { Transition } from '../../../core/contracts/promotion.ts';
import { lookStep } from '../../../core/contracts/steps/monitor.ts';
import { forecastsSchema } from '../../../core/contracts/tables.ts';
import type { ExplainedForecast } from '../../../core/contracts/explained-forecast.ts';
import type { Forecaster } from '../../../core/ports.ts';
import { periodsOf, periodRange } from '../../../core/series/period-range.ts';
import { learnedWindows } from '../../../core/monitor/learned-windows.ts';
import { recordPublication } from '../../../lake/publications.ts';
import { run as ingest } from '../../../lambdas/ingest/ingest.ts';
import { run as look } from '../../../lambdas/monitor/look.ts';
import { run as transform } from '../../../lambdas/transform/transform.ts';
import { ensureTable, openTable, replacePartitions } from '../../../tables/index.ts';
import { DAILY } from '../../support/dataset.ts';
import { newModelVersion, RECIPE, SELECTION } from '../../support/model-version.ts';
import { memoryPorts, type MemoryPorts } from '../../support/ports.ts';

const NAIVE = { name: 'naive', family: 'seasonal-naive', options: {} };
const MEAN = { name: 'mean', family: 'climatology', options: { window: 0 } };

export const TRAIN: DateRange = { start: '2020-01-06', end: '2020-03-01' };

export const WEEKLY: Dataset = {
  ...DAILY,
  training: { length: '8w' },
  evaluation: { length: '4w' },
  seasonLength: 7,
  candidates: [NAIVE, MEAN],
  monitoring: { ...DAILY.monitoring, cadence: '7d' },
};

/** By station, how much higher odd weeks are. */
const ODD_WEEKS: Readonly<Record<string, number>> = { a: 8, b: 2 };

function valueOf(station: string, day: number): number {
  return (day % 7) + (Math.floor(day / 7) % 2) * ODD_WEEKS[station];
}

/** Twelve weeks from Monday 2020-01-06 on, less the days before the first: the day of the week, and in odd weeks more. */
function delivery(first: number): string {
  const lines = ['a', 'b'].flatMap((station) =>
    Array.from({ length: 84 - first }, (_, row) => {
      const date = new Date(Date.UTC(2020, 0, 6 + first + row)).toISOString().slice(0, 10);
      return `${station},${date},${valueOf(station, first + row)}`;
    }),
  );
  return `station,date,temp\n${lines.join('\n')}\n`;
}

/** A model that says the day of the week and so much more, the same for both stations: the error of an even week. */
export interface FakeModel {
  /** By candidate; undefined where it has no forecast. */
  readonly members: readonly (number | undefined)[];
  readonly weights: readonly number[];
  readonly choice: number;
  readonly share: number;
  readonly half: number;
  /** What it was fitted to. */
  readonly stations: readonly string[];
  /** Whether it says what its training window was like, as no model of a release up to 0.2.0 does. */
  readonly hasLearned?: boolean;
  /** Of the series' errors, by station. */
  readonly sizes: Readonly<Record<string, number>>;
}

/** Its average is too high by 2, its choice by 3, and so the blend by 2.5. */
export const BLEND: FakeModel = {
  members: [1, 3],
  weights: [0.5, 0.5],
  choice: 1,
  share: 0.5,
  half: 5,
  stations: ['a', 'b'],
  sizes: { a: 4, b: 2 },
};

/** Both candidates are too high by this. */
export function offBy(error: number): FakeModel {
  return { ...BLEND, members: [error, error] };
}

export interface World {
  readonly ports: MemoryPorts;
  /** Registers a version that is this model, fitted to the eight weeks until the day before `from`. */
  register(model: FakeModel, more?: Partial<ModelVersion>): Promise<number>;
  move(to: number, action?: Transition['action'], evidence?: Transition['evidence']): Promise<void>;
  publish(runId: string, version: number, range: DateRange): Promise<void>;
  look(more?: Partial<LookInput>): ReturnType<typeof look>;
  state(): Promise<MonitorState>;
}

export type LookInput = Parameters<typeof look>[0];

export const AS_OF = '2020-03-08';
const ASKED = {
  dataset: 'weather',
  runId: 'look-1',
  range: { start: '2020-01-13', end: AS_OF },
  asOf: AS_OF,
  at: 'past',
  retraining: 'triggered',
  policy: 'gates',
  acts: true,
};

/** @param firstDay of what was delivered, from 2020-01-06 on: training ends with day 55 */
export async function world(dataset: Dataset = WEEKLY, firstDay = 0): Promise<World> {
  const models = new Map<number, FakeModel>();
  const ports = { ...memoryPorts({ datasets: [dataset] }), forecaster: fakeForecaster(models) };
  ports.stores.landing.put('weather/1.csv', delivery(firstDay));
  const { bronzeVersion } = await ingest({ dataset: 'weather' }, ports);
  const { silverVersion } = await transform({ dataset: 'weather', bronzeVersion }, ports);
  return {
    ports,
    async register(model, more = {}) {
      const { version } = await ports.registry.register({ ...versionOf(`run-${models.size + 1}`), ...more });
      models.set(version, model);
      return version;
    },
    async move(to, action = 'promote', evidence = null) {
      const moves = await ports.production.history('weather');
      const transitionId = `move-${moves.length + 1}`;
      const asked = { dataset: 'weather', transitionId, action, to, by: 'ada', reason: 'r', evidence };
      await ports.production.move({ ...asked, expected: 'any' }, ports);
    },
    publish: (runId, version, range) => publish(ports, { runId, modelVersion: version, range }, models.get(version)!),
    look: (more = {}) => {
      const lastObservation = more.asOf ?? AS_OF;
      return look({ ...lookStep.input.parse({ ...ASKED, silverVersion, lastObservation }), ...more }, ports);
    },
    async state() {
      const body = await ports.stores.artifacts.read('monitoring/weather/state.json');
      return JSON.parse(new TextDecoder().decode(body)) as MonitorState;
    },
  };
}

/** Everything that a version of this data set has. */
function versionOf(runId: string): Omit<ModelVersion, 'version' | 'registeredAtMs'> {
  return {
    ...newModelVersion(runId),
    recipe: { ...RECIPE, candidates: [NAIVE, MEAN] },
    selection: { ...SELECTION, asOf: TRAIN.end, yardstick: { name: 'seasonal naive of 7', lag: 7 } },
    training: { table: 's3://silver/weather/series', tableVersion: 1, window: TRAIN },
    forecast: { start: '2020-03-02', end: '2020-03-29' },
  };
}

const AXIS = { frequency: 'day', phase: 0 } as const;
const MONDAY = Date.UTC(2020, 0, 6) / 86_400_000;

function explained(uniqueId: string, model: FakeModel, range: DateRange): ExplainedForecast {
  const ds = periodsOf(periodRange(AXIS, range));
  const line = (offset: number) => Float64Array.from(ds, (period) => ((period - MONDAY) % 7) + offset);
  const { members, weights, choice, share } = model;
  const average = members.reduce<number>((sum, member, k) => sum + weights[k] * (member ?? 0), 0);
  return {
    uniqueId,
    ds,
    origin: ds[0] - 1,
    members: members.map((member) => (member === undefined ? undefined : line(member))),
    weights,
    choice,
    share,
    average: line(average),
    yhat: line(share * average + (1 - share) * members[choice]!),
    half: line(0).fill(model.half),
    scales: [line(0).fill(1)],
    size: model.sizes[uniqueId],
    // The last week of training is an odd one; inside the window the naive errs by as much.
    naive: line(ODD_WEEKS[uniqueId]),
    scale: ODD_WEEKS[uniqueId],
    learned: model.hasLearned === true ? learnedOf(uniqueId) : undefined,
  };
}

/** Of the eight weeks of TRAIN. */
function learnedOf(uniqueId: string): ExplainedForecast['learned'] {
  const training = periodRange(AXIS, TRAIN);
  const ds = periodsOf(training);
  const y = Float64Array.from(ds, (period) => valueOf(uniqueId, period - MONDAY));
  return learnedWindows({ axis: AXIS, seasonLength: RECIPE.seasonLength, training })({ uniqueId, ds, y });
}

function rowsOf(model: FakeModel, range: DateRange) {
  const parts = model.stations.map((id) => explained(id, model, range));
  const all = (values: (one: ExplainedForecast) => Float64Array) =>
    Float64Array.from(parts.flatMap((one) => Array.from(values(one))));
  const rows = parts[0].ds.length * parts.length;
  return {
    rows,
    columns: {
      unique_id: parts.flatMap(({ uniqueId, ds }) => Array.from(ds, () => uniqueId)),
      cutoff: new Int32Array(rows).fill(parts[0].origin),
      ds: Int32Array.from(parts.flatMap(({ ds }) => Array.from(ds))),
      yhat: all(({ yhat }) => yhat),
      yhat_lower: all(({ yhat, half }) => yhat.map((value, i) => value - half[i])),
      yhat_upper: all(({ yhat, half }) => yhat.map((value, i) => value + half[i])),
      naive: all(({ naive }) => naive),
      scale: all(({ ds, scale }) => new Float64Array(ds.length).fill(scale ?? NaN)),
    },
  };
}

function fakeForecaster(models: ReadonlyMap<number, FakeModel>): Forecaster {
  return {
    async *forecast({ version }, range) {
      yield rowsOf(models.get(version)!, range);
    },
    async *explain({ version }, range) {
      const model = models.get(version)!;
      for (const id of model.stations) yield explained(id, model, range);
    },
  };
}

async function publish(
  { stores }: MemoryPorts,
  publication: { readonly runId: string; readonly modelVersion: number; readonly range: DateRange },
  model: FakeModel,
): Promise<void> {
  const location = { store: stores.gold, path: 'weather/forecasts' };
  const { rows, columns } = rowsOf(model, publication.range);
  const none = new Array<null>(rows).fill(null);
  const more = { model_version: new Float64Array(rows).fill(publication.modelVersion) };
  await ensureTable(location, forecastsSchema('day', []), { nowMs: 0 });
  const batches = [{ rows, columns: { ...columns, ...more, recipe: none } }];
  const partition = { values: { run_id: publication.runId }, batches };
  await replacePartitions(location, [partition], { step: 'publish', nowMs: 0 });
  await recordPublication(stores.artifacts, 'weather', publication);
}

export async function goldOf({ ports }: World, table: string) {
  return openTable({ store: ports.stores.gold, path: `weather/${table}` });
}
