import { setTimeout as sleep } from 'node:timers/promises';
import { promotionKeys, runKeys } from '../../../core/contracts/keys.ts';
import { weather } from '../../../datasets/weather.ts';
import type { Assembly } from '../cdk.ts';
import type { Objects, Place } from './place.ts';

const dataset = weather.name;
const BY = ['--by', 'Ada'] as const;

/** The rows up to the day, as they were delivered before the rest came true. */
export function upTo(day: string, csv: string): string {
  const [header = '', ...rows] = csv.split('\n');
  const kept = rows.filter((row) => row !== '' && (row.split(',')[1] ?? '') <= day);
  return [header, ...kept, ''].join('\n');
}

/** As the README has it: a file in the landing bucket, and the data set's name; a person says yes, and what went live forecasts. */
export async function learnAndForecast(place: Place, csv: string, asked: Asking): Promise<void> {
  await place.deliver(csv);
  await approve(place, asked);
  await place.run({ machine: 'forecast', run: 'first', input: { dataset, modelVersion: 'production' } });
}

/** The rest of the data arrives, and is held against the forecasts. */
export async function watchAndScore(place: Place, csv: string): Promise<void> {
  await place.deliver(csv);
  await place.run({ machine: 'monitor', run: 'look', input: { dataset } });
  await place.run({ machine: 'evaluate', run: 'score', input: { dataset, forecastRunId: 'first' } });
}

export interface Asking {
  /** Where a person is asked before a version goes live. */
  readonly asking: Assembly;
  readonly before: Assembly;
}

/** The same recipe, selected anew: the guard lets it go live, and nobody is asked. */
export async function selectAnew(place: Place): Promise<void> {
  await place.run({ machine: 'retrain', run: 'second', input: { dataset } });
}

/** As after a deployment: a small forecast that nobody gets, and one look at the alarms. */
export async function smokeTest(place: Place): Promise<void> {
  await place.run({ machine: 'smoke', run: 'smoke', input: { dataset, bakeMinutes: 0 } });
}

/** A first version earns Production, and a person says yes. */
async function approve(place: Place, { asking, before }: Asking): Promise<void> {
  await place.adopt(asking);
  try {
    const promoted = place.run({ machine: 'retrain', run: 'first', input: { dataset } });
    await askedOrOver(place, promoted);
    // Who answers is not said: in an account the function finds it out, on a laptop it is the user of the machine.
    await place.command('approve', ['--dataset', dataset, '--run', 'first']);
    await promoted;
  } finally {
    await place.adopt(before);
  }
}

/** Production goes back to the version before. */
export async function rollBack(place: Place): Promise<void> {
  await place.command('rollback', ['--dataset', dataset, '--reason', 'trying it out', ...BY]);
}

/** What a person reads of the registry, as the commands print it for programs. */
export async function readModels(place: Place): Promise<readonly string[]> {
  const read = (...words: readonly string[]) => place.command('models', [...words, '--dataset', dataset, '--json']);
  return Promise.all([read('list'), read('show', '--version', '2'), read('history')]);
}

const REPLAY = 'past';
const REPLAY_FOLDER = runKeys.replayFolder(REPLAY);

/** History lived through again. */
export async function replay(place: Place): Promise<void> {
  await place.run({ machine: 'replay', run: REPLAY, input: { dataset } });
}

/** What a replay in an account made: it has a folder of its own in gold and artifacts. */
export function ofReplay(objects: Objects): Objects {
  const own = [...objects].filter(([path]) => path.includes(`/${REPLAY_FOLDER}/`));
  return new Map(own.map(([path, body]) => [path.replace(`/${REPLAY_FOLDER}/`, '/'), body]));
}

/** What a replay in a folder made: the folder is its own. */
export function ofLaptopReplay(objects: Objects): Objects {
  return new Map([...objects].filter(([path]) => /^(gold|artifacts)\//.test(path)));
}

const POLL_MS = 250;

/** Resolves when a person is asked, or when the run is over without that. */
async function askedOrOver(place: Place, run: Promise<unknown>): Promise<void> {
  let isOver = false;
  const end = (): void => {
    isOver = true;
  };
  run.then(end, end);
  const request = `artifacts/${promotionKeys.approvalRequest(dataset, 'first')}`;
  while (!isOver && (await place.read(request)) === undefined) await sleep(POLL_MS);
}
