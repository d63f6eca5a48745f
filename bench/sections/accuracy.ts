import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { runRecordSchema, type RunRecord } from '../../core/evaluate/run-record.ts';
import { measure } from '../measure.ts';
import { prophetFits, type ProphetAnswer } from '../peers/peers.ts';
import type { Figure } from '../report.ts';

const CSV = 'out/temperatures.csv';
const RESULTS = 'out/demo/replay.json';

interface Score {
  readonly window: string;
  readonly toNaive: number;
  readonly toProphet: number;
  readonly coverage: number;
}

/** What users of `npm start` got, and what its versions would have been worth held for a window, against Python Prophet and the best seasonal naive. */
export async function accuracy(): Promise<readonly Figure[]> {
  await measure({ command: 'npm', args: ['start', '--silent'] });
  const text = await readFile(RESULTS, 'utf8');
  const { windows } = z.object({ windows: z.array(runRecordSchema) }).parse(JSON.parse(text));
  const prophet = await prophetRmse(windows, true);
  const byDefault = await prophetRmse(windows, 'auto');
  const held = windows.map((window) => heldScore(window, prophet[window.evaluate.start]));
  const live = windows.map((window) => liveScore(window, prophet[window.evaluate.start]));
  const defaults = windows.map((window) => heldScore(window, byDefault[window.evaluate.start]));
  return [
    ...figures('realised', held, 'the one fit of each window, whose data end where the window begins'),
    ...figures('live', live, 'what was known at each look'),
    {
      name: "realised RMSE over default Python Prophet's, averaged over windows",
      ...mean(defaults, ({ toProphet }) => toProphet),
      target: { atMost: 1 },
      limitedBy: 'the one fit of each window, whose data end where the window begins',
    },
  ];
}

/** @param kind 'realised': the version of the window's start, held to its end; 'live': what was in force on each date */
function figures(kind: 'realised' | 'live', scores: readonly Score[], limitedBy: string): readonly Figure[] {
  const coverage = kind === 'live' ? 'coverage of the 80 % intervals in force' : 'coverage of the 80 % intervals';
  return [
    {
      name: `${kind} RMSE over Python Prophet's with its yearly season on, averaged over windows`,
      ...mean(scores, ({ toProphet }) => toProphet),
      target: { atMost: 1 },
      limitedBy,
    },
    {
      name: `${kind} RMSE over the seasonal naive's, averaged over windows`,
      ...mean(scores, ({ toNaive }) => toNaive),
      target: { atMost: 0.8 },
      limitedBy,
    },
    {
      name: `${coverage}, averaged over windows`,
      ...mean(scores, ({ coverage: covered }) => 100 * covered),
      unit: '%',
      target: { between: [74, 86] },
      limitedBy: 'errors in the evaluation windows that are unlike those before',
    },
    worst(`worst window, ${kind} RMSE over the seasonal naive's`, scores, ({ toNaive }) => toNaive),
    worst(`worst window, ${kind} RMSE over Python Prophet's`, scores, ({ toProphet }) => toProphet),
    worst(
      `worst window, ${coverage}, away from 80 %`,
      scores,
      ({ coverage: covered }) => Math.abs(covered - 0.8) * 100,
    ),
  ];
}

/**
 * By the first day of the evaluation: a fit a series, pooled over series as the platform pools them.
 *
 * @param yearly 'auto' leaves the yearly season out of a history of less than 730 days, as most of these windows are
 */
async function prophetRmse(windows: readonly RunRecord[], yearly: 'auto' | true): Promise<ProphetAnswer['rmse']> {
  const lines = (await readFile(CSV, 'utf8')).trimEnd().split('\n').slice(1);
  const ids = [...new Set(lines.map((line) => line.slice(0, line.indexOf(','))))];
  const jobs = windows.flatMap(({ train, evaluate }) =>
    ids.map((id) => ({ group: evaluate.start, id, start: train.start, cutoff: train.end, end: evaluate.end })),
  );
  const columns = { timestamp: 'date', target: 'value', id: 'series' };
  return (await prophetFits({ csv: CSV, ...columns, yearly, predict: true, jobs })).answer.rmse;
}

function heldScore({ evaluate, realised, naiveRmse }: RunRecord, prophet: number): Score {
  return scoreOf(evaluate, { ...realised, naiveRmse, prophet });
}

/** Every date of a window has a forecast in force, as the version of its start has one: the same rows, and the same errors of the naive. */
function liveScore({ evaluate, naiveRmse, counts, production }: RunRecord, prophet: number): Score {
  if (production.joined !== counts.joined || production.realised === null) {
    throw new Error(
      `in the window from ${evaluate.start}, ${production.joined} rows were in force, of ${counts.joined}`,
    );
  }
  return scoreOf(evaluate, { ...production.realised, naiveRmse, prophet });
}

interface Errors extends Pick<RunRecord['realised'], 'rmse' | 'coverage'> {
  readonly naiveRmse: number | null;
  readonly prophet: number;
}

function scoreOf(evaluate: RunRecord['evaluate'], { rmse, coverage, naiveRmse, prophet }: Errors): Score {
  const window = `${evaluate.start}..${evaluate.end}`;
  if (rmse === null || naiveRmse === null || coverage === null) throw new Error(`window ${window} has no score`);
  return { window, toNaive: rmse / naiveRmse, toProphet: rmse / prophet, coverage };
}

function mean(scores: readonly Score[], value: (score: Score) => number) {
  const values = scores.map(value);
  const note = `by window: ${values.map((one) => one.toPrecision(3)).join(', ')}`;
  return { value: values.reduce((sum, one) => sum + one, 0) / values.length, unit: 'x', note };
}

function worst(name: string, scores: readonly Score[], value: (score: Score) => number): Figure {
  const found = scores.reduce((left, right) => (value(right) > value(left) ? right : left));
  return { name, value: value(found), unit: name.includes('coverage') ? 'points' : 'x', note: found.window };
}
