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

/** What `npm start` forecasts, against Python Prophet and the seasonal naive on the same windows and series. */
export async function accuracy(): Promise<readonly Figure[]> {
  await measure({ command: 'npm', args: ['start', '--silent'] });
  const text = await readFile(RESULTS, 'utf8');
  const { windows } = z.object({ windows: z.array(runRecordSchema) }).parse(JSON.parse(text));
  const prophet = await prophetRmse(windows, true);
  const byDefault = await prophetRmse(windows, 'auto');
  const scores = windows.map((window) => scoreOf(window, prophet[window.evaluate.start]));
  const defaultScores = windows.map((window) => scoreOf(window, byDefault[window.evaluate.start]));
  const chosen = windows.map((window) => window.chosen).join(', ');
  return [
    {
      name: "realised RMSE over Python Prophet's with its yearly season on, averaged over windows",
      ...mean(scores, ({ toProphet }) => toProphet),
      target: { atMost: 1 },
      limitedBy: `what cross-validation chose inside the training windows: ${chosen}`,
    },
    {
      name: "realised RMSE over default Python Prophet's, averaged over windows",
      ...mean(defaultScores, ({ toProphet }) => toProphet),
      target: { atMost: 1 },
      limitedBy: `what cross-validation chose inside the training windows: ${chosen}`,
    },
    {
      name: "realised RMSE over the seasonal naive's, averaged over windows",
      ...mean(scores, ({ toNaive }) => toNaive),
      target: { atMost: 0.8 },
      limitedBy: `what cross-validation chose inside the training windows: ${chosen}`,
    },
    {
      name: 'coverage of the 80 % intervals, averaged over windows',
      ...mean(scores, ({ coverage }) => 100 * coverage),
      unit: '%',
      target: { between: [74, 86] },
      limitedBy: 'errors in the evaluation windows that are unlike those in training',
    },
    worst("worst window, realised RMSE over the seasonal naive's", scores, ({ toNaive }) => toNaive),
    worst("worst window, realised RMSE over Python Prophet's", scores, ({ toProphet }) => toProphet),
    worst('worst window, coverage away from 80 %', scores, ({ coverage }) => Math.abs(coverage - 0.8) * 100),
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

function scoreOf({ evaluate, candidates, chosen, naiveRmse }: RunRecord, prophet: number): Score {
  const { rmse, coverage } = candidates[chosen].realised;
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
