import { POLICIES, type Policy } from '../../../core/contracts/promotion.ts';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import { parseCommand } from '../../../cli/options.ts';
import { replayCommand } from '../../../cli/replay/command.ts';
import { ownDataset } from '../../../cli/replay/own-dataset.ts';
import type { Problem } from './fitted.ts';
import { CSV_NAME, FIRST_WEEK, history, HOLDOUT, type KindName, MONDAYS } from './histories.ts';
import { livedThrough, type LivedWindow } from './lived.ts';

/** What `npm run replay` takes a weekly file for, but for a holdout that leaves room for an episode before it. */
export function replayedDataset(): Dataset {
  const lengths = ['--frequency', 'week', '--train', '3y', '--evaluate', '1y', '--holdout', `${HOLDOUT}w`];
  const columns = ['--timestamp', 'date', '--target', 'value'];
  const candidates = ['--candidates', 'seasonal-naive,climatology,harmonic'];
  const files = ['--data', CSV_NAME, '--out', 'nowhere'];
  return ownDataset(parseCommand(replayCommand, [...files, ...columns, ...lengths, ...candidates])!);
}

export function problemOf(kind: KindName, seed: number, dataset = replayedDataset()): Problem {
  const y = history(kind, seed);
  const ds = Int32Array.from(y, (_, week) => FIRST_WEEK + week);
  return { dataset, axis: MONDAYS, series: { uniqueId: dataset.columns.target, ds, y } };
}

/** The error of what was in Production after the first window, in which the policies have nothing to choose from. */
export function pooledRmse(windows: readonly Pick<LivedWindow, 'rmse'>[]): number {
  const later = windows.slice(1);
  return Math.sqrt(later.reduce((sum, { rmse }) => sum + rmse ** 2, 0) / later.length);
}

/** By policy, in one history. */
export type Outcome = Readonly<Record<Policy, number>>;

export function outcomesOf(kind: KindName, seeds: readonly number[]): readonly Outcome[] {
  const dataset = replayedDataset();
  return seeds.map((seed) => {
    const problem = problemOf(kind, seed, dataset);
    const errors = POLICIES.map((policy) => [policy, pooledRmse(livedThrough(problem, policy))] as const);
    return Object.fromEntries(errors) as Record<Policy, number>;
  });
}

/** Closer than a hundredth is the same. */
const SAME = 0.01;

export interface Tally {
  readonly helps: number;
  readonly nothing: number;
  readonly hurts: number;
  /** Geometric mean of the gates' RMSE over the other policy's. */
  readonly ratio: number;
  readonly worst: number;
}

/** How often the gates and the monitor do better than another policy. */
export function tally(outcomes: readonly Outcome[], rival: Exclude<Policy, 'gates'>): Tally {
  const ratios = outcomes.map((outcome) => outcome.gates / outcome[rival]);
  const helps = ratios.filter((ratio) => ratio < 1 - SAME).length;
  const hurts = ratios.filter((ratio) => ratio > 1 + SAME).length;
  const ratio = Math.exp(ratios.reduce((sum, one) => sum + Math.log(one), 0) / ratios.length);
  return { helps, hurts, nothing: ratios.length - helps - hurts, ratio, worst: Math.max(...ratios) };
}

export function seedsFrom(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}
