import type { Dataset } from '../../../core/contracts/dataset.ts';
import { decodeSeriesModel } from '../../../core/models/model-file.ts';
import { readRegisteredModel } from '../../../lake/model-files.ts';
import { run as refreshFeatures } from '../../../lambdas/features/refresh.ts';
import { run as ingest } from '../../../lambdas/ingest/ingest.ts';
import { run as transform } from '../../../lambdas/transform/transform.ts';
import { memoryPorts, type MemoryPorts } from '../../support/ports.ts';
import { trainMachine } from '../pipeline/pipeline.ts';
import { WEEKLY } from '../promote/fixture.ts';

export const WAVES = { name: 'waves', family: 'harmonic', options: { yearly: 0, weekly: 3 } };
export const SHOPS: Dataset = {
  ...WEEKLY,
  candidates: [WEEKLY.candidates[0], WAVES],
  recipe: 'average',
  regressors: ['promo'],
  holidays: { country: 'US' },
};
export const TRAIN = { start: '2020-01-06', end: '2020-03-01' };

export const dateOf = (day: number) => new Date(Date.UTC(2020, 0, 6 + day)).toISOString().slice(0, 10);
/** Days since 2020-01-06; every fifth, but for those that a delivery says. */
const promoOn = (day: number, also: Readonly<Record<number, number>>) => also[day] ?? (day % 5 === 0 ? 1 : 0);

interface Delivered {
  readonly from?: number;
  /** The first day without a target. */
  readonly observed: number;
  /** The first day that is not told of at all. */
  readonly until: number;
  readonly promos?: Readonly<Record<number, number>>;
}

export function delivery({ from = 0, observed, until, promos = {} }: Delivered): string {
  const lines = ['a', 'b'].flatMap((station) =>
    Array.from({ length: until - from }, (_, i) => from + i).map((day) => {
      const promo = promoOn(day, promos);
      const target = day < observed ? String((day % 7) + 20 * promo + (station === 'a' ? 5 : 0)) : '';
      return `${station},${dateOf(day)},${target},${promo}`;
    }),
  );
  return `station,date,temp,promo\n${lines.join('\n')}\n`;
}

export function platform(dataset: Dataset, ...files: readonly string[]): MemoryPorts {
  const ports = memoryPorts({ datasets: [dataset] });
  files.forEach((file, at) => ports.stores.landing.put(`weather/${at + 1}.csv`, file));
  return ports;
}

export async function refresh(ports: MemoryPorts, range = TRAIN) {
  const { bronzeVersion } = await ingest({ dataset: 'weather' }, ports);
  const { silverVersion, lastObservation } = await transform({ dataset: 'weather', bronzeVersion, range }, ports);
  return refreshFeatures({ dataset: 'weather', bronzeVersion, silverVersion, range, lastObservation }, ports);
}

export const train = (ports: MemoryPorts, runId: string, range = TRAIN) =>
  trainMachine(ports, { dataset: 'weather', runId, range });

export async function versionOf(ports: MemoryPorts, version: number) {
  const described = await ports.registry.describe('weather', version);
  const [, ...lines] = new TextDecoder()
    .decode(await readRegisteredModel(ports.stores, described))
    .trimEnd()
    .split('\n');
  return { ...described, series: lines.map(decodeSeriesModel) };
}

/** 56 days of training, the week of the horizon, and no more. */
export const WHOLE = delivery({ observed: 56, until: 63 });
