import { encodeLook } from '../../../core/blend/look-file.ts';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { DateRange } from '../../../core/contracts/date-range.ts';
import { promotionKeys } from '../../../core/contracts/keys.ts';
import type { Ports } from '../../../core/ports.ts';
import { sha256 } from '../../../tables/sha256.ts';
import { locate } from '../../../lake/object-uri.ts';
import type * as z from 'zod';
import type { promoteStep } from '../../../core/contracts/steps/promote.ts';
import { run as promote } from '../../../lambdas/promote/promote.ts';
import { DAILY } from '../../support/dataset.ts';
import { memoryPorts } from '../../support/ports.ts';
import type { MemoryPorts } from '../../support/ports.ts';
import { comparisonOf, guardOf, keepComparison, keepGuard } from '../../support/reports.ts';
import { trainMachine } from '../pipeline/pipeline.ts';

const NAIVE = { name: 'naive', family: 'seasonal-naive' as const, options: {} };
const MEAN = { name: 'mean', family: 'climatology' as const, options: { window: 0 } };

/** Its choice is the mean of the weeks before; that of NAIVE_ONLY repeats the last one. */
export const WEEKLY: Dataset = {
  ...DAILY,
  training: { length: '8w' },
  evaluation: { length: '1w' },
  seasonLength: 7,
  candidates: [NAIVE, MEAN],
  recipe: 'choice',
  crossValidation: { initial: '21d', period: '7d', horizon: '7d' },
  promotion: {
    ...DAILY.promotion,
    holdout: '7d',
    gates: { ...DAILY.promotion.gates, production: { ...DAILY.promotion.gates.production, blockLength: 1 } },
  },
  monitoring: { ...DAILY.monitoring, cadence: '7d' },
};
export const NAIVE_ONLY: Dataset = { ...WEEKLY, candidates: [NAIVE] };

export const TRAIN: DateRange = { start: '2020-01-06', end: '2020-03-01' };
export const REPORT = { reportUri: 's3://artifacts/promotions/weather/run/comparison.json', reportSha256: 'f00d' };

/** Ten weeks and two days from Monday 2020-01-06 on: the day of the week, plus 8 in odd weeks for station a and 2 for b. */
function delivery(): string {
  const lines = ['a', 'b'].flatMap((station) =>
    Array.from({ length: 72 }, (_, day) => {
      const date = new Date(Date.UTC(2020, 0, 6 + day)).toISOString().slice(0, 10);
      const odd = Math.floor(day / 7) % 2;
      return `${station},${date},${(day % 7) + odd * (station === 'a' ? 8 : 2)}`;
    }),
  );
  return `station,date,temp\n${lines.join('\n')}\n`;
}

export interface Platform {
  readonly ports: MemoryPorts;
  /** Trains and registers a version as the data set asks for it. */
  train(runId: string, dataset?: Dataset, range?: DateRange): Promise<number>;
  /** Fits the recipe of what is in Production anew. */
  refresh(runId: string, range?: DateRange): Promise<number>;
  /** Moves the pointer, without a comparison. */
  putInProduction(modelVersion: number): Promise<void>;
}

export function platform(dataset: Dataset = WEEKLY): Platform {
  const datasets = [dataset];
  const ports = memoryPorts({ datasets });
  ports.stores.landing.put('weather/1.csv', delivery());
  return {
    ports,
    async train(runId, literal = dataset, range = TRAIN) {
      datasets[0] = literal;
      const { registration } = await trainMachine(ports, { dataset: 'weather', runId, range });
      datasets[0] = dataset;
      return registration.modelVersion;
    },
    async refresh(runId, range = TRAIN) {
      const learn = { refreshOf: 'production' } as const;
      const { registration } = await trainMachine(ports, { dataset: 'weather', runId, range, learn });
      return registration.modelVersion;
    },
    async putInProduction(modelVersion) {
      const production = (await ports.production.read('weather'))?.to ?? null;
      const runId = `promote-${modelVersion}`;
      const move = { dataset: 'weather', runId, modelVersion, action: 'promote', production } as const;
      await goLive({ ...move, by: 'ada', reason: 'r' }, ports);
    },
  };
}

type Move = Omit<z.infer<typeof promoteStep.input>, 'report'>;

/** Promotes on a report that lets this very move pass. */
export async function goLive(move: Move, ports: MemoryPorts) {
  const { artifacts } = ports.stores;
  const report =
    move.action === 'promote'
      ? await keepComparison(artifacts, comparisonOf(move))
      : await keepGuard(artifacts, guardOf(move));
  return promote({ ...move, report }, ports);
}

/** Changes one letter of a file of the run's fitted recipe. */
export async function tamper(
  { stores: { artifacts } }: MemoryPorts,
  runId: string,
  file = 'model.jsonl',
): Promise<void> {
  const fitted = [...artifacts.objects.keys()].find(
    (key) => key.startsWith(`models/weather/${runId}-fit`) && key.endsWith(file),
  );
  const body = await artifacts.read(fitted!);
  body[body.length >> 1] ^= 1;
  artifacts.put(fitted!, body);
}

interface Asked {
  readonly dataset: string;
  readonly runId: string;
  readonly modelVersion: number;
}

/** What the machine hands on from the compliance checks: hashes of what they left. */
export async function checkedBy({ stores, registry }: Ports, { dataset, runId, modelVersion }: Asked) {
  const { artifacts } = stores;
  const sha256Of = async (key: string) =>
    (await artifacts.head(key)) === undefined ? '0'.repeat(64) : sha256(await artifacts.read(key));
  const { key } = locate(stores, (await registry.describe(dataset, modelVersion)).artifactUri);
  return {
    complianceSha256: await sha256Of(promotionKeys.compliance(dataset, runId)),
    summarySha256: await sha256Of(`${key}/summary.json`),
  };
}

export async function readArtifact({ stores }: MemoryPorts, key: string): Promise<unknown> {
  return JSON.parse(new TextDecoder().decode(await stores.artifacts.read(key)));
}

/** What a look at version 1 left, that saw nothing of any series. */
export function lookOf(asOf: string): string {
  const shadows = { refused: null, former: null };
  const share = { before: { average: 0 }, after: { average: 0 } };
  const seen = { rows: 1, average: 1, choice: 1, share, weights: [0, 1], rmse: 1, naiveRmse: 1, ...shadows };
  const header = { asOf, range: { start: asOf, end: asOf }, version: 1, candidates: [...WEEKLY.candidates], ...seen };
  return encodeLook({ header, series: [] });
}
