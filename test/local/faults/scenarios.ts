import type { Dataset } from '../../../core/contracts/dataset.ts';
import { TWO_STATIONS } from '../../support/two-stations.ts';
import { type Request, runMachine } from './run-machine.ts';
import { World } from './world.ts';

/** The smallest data set that goes through everything: two weekly series, two candidates that cost nothing. */
export const FIRST: Dataset = TWO_STATIONS;

/** Another recipe: a change of it is compared with twins, and asks for approval. */
export const CHANGED: Dataset = {
  ...FIRST,
  candidates: [FIRST.candidates[0], { name: 'mean', family: 'climatology', options: { window: 1 } }],
};

/** One machine, asked for one thing on a platform that has come so far. */
export interface Scenario {
  readonly name: string;
  readonly world: World;
  readonly request: Request;
}

/** The day of the week, plus 8 in odd weeks for station a and 2 for b; `drift` is what no model expects. */
export function delivery(from: number, days: number, drift = 0): string {
  const lines = ['station,date,temp'];
  for (const [station, step] of [
    ['a', 8],
    ['b', 2],
  ] as const) {
    for (let i = from; i < from + days; i++) {
      const date = new Date(Date.UTC(2020, 0, 6 + i)).toISOString().slice(0, 10);
      lines.push(`${station},${date},${(i % 7) + (Math.floor(i / 7) % 2) * step + drift}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

const dataset = FIRST.name;
const ask = (machine: string, name: string, input: object = {}): Request => ({
  machine,
  name,
  input: { dataset, ...input },
});

async function after(world: World, request: Request): Promise<World> {
  const next = world.copy();
  const { execution, executions } = await runMachine(next, request);
  if (execution.status === 'SUCCEEDED') return next;
  const { error, cause } = executions.findLast(({ status }) => status !== 'SUCCEEDED')!;
  throw new Error(`${request.machine} ${request.name}: ${error}: ${cause}`);
}

/** A platform's life, stopped before each of its machines; the cheaper first. */
export async function scenarios(keysFolder: string): Promise<readonly Scenario[]> {
  const empty = new World(keysFolder, FIRST).land('1.csv', delivery(0, 63));
  const train = ask('train', 'run-1');
  const trained = await after(empty, train);
  const first = ask('promote', 'run-1', { modelVersion: 1 });
  const live = await after(trained, first);
  const forecast = ask('forecast', 'run-2', { modelVersion: 'production' });
  const forecasted = (await after(live, forecast)).land('2.csv', delivery(63, 7));
  const look = ask('monitor', 'run-3');
  const looked = (await after(forecasted, look)).land('3.csv', delivery(70, 7));
  const select = ask('retrain', 'run-4');
  const changing = looked.copy(CHANGED);
  const selected = await after(changing, select);
  const next = ask('forecast', 'run-f', { modelVersion: 'production' });
  const changed = (await after(selected, next)).land('4.csv', delivery(77, 7));
  const retrained = await after(changing, ask('train', 'run-4'));
  const drifted = (await after(live, forecast)).land('2.csv', delivery(63, 7, 40));
  const rule = { delivery: 'weather/2.csv', ruling: 'withdraw', by: 'anna', reason: 'a wrong sensor' };
  return [
    { name: 'rule on a delivery', world: looked, request: ask('rule', 'run-8', rule) },
    { name: 'maintain', world: changed.copy().later(200), request: ask('maintain', 'run-m', { dryRun: false }) },
    { name: 'roll back', world: changed, request: ask('roll-back', 'run-7', { by: 'anna', reason: 'too high' }) },
    { name: 'forecast', world: live, request: forecast },
    { name: 'smoke', world: changed, request: ask('smoke', 'run-9') },
    { name: 'evaluate', world: forecasted, request: ask('evaluate', 'run-e', { forecastRunId: 'latest' }) },
    { name: 'promote the first version', world: trained, request: first },
    { name: 'promote another recipe', world: retrained, request: ask('promote', 'run-4', { modelVersion: 3 }) },
    { name: 'train', world: empty, request: train },
    { name: 'look and refresh', world: forecasted, request: look },
    { name: 'look with a shadow', world: changed, request: ask('monitor', 'run-5') },
    { name: 'look, and select in an alarm', world: drifted, request: ask('monitor', 'run-6') },
    { name: 'replay', world: empty, request: ask('replay', 'history', { windows: 1 }) },
  ];
}
