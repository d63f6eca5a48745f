import type { PageHorizon } from '../page-data.ts';
import type { StepErrors, WindowHorizon } from '../report-data.ts';
import { rounded } from './page-panel.ts';

/** Blocks that the steps ahead are drawn in: single steps of a year of days are noise. */
const BLOCKS = 26;

/** One a window, and before them all windows together. */
export function pageHorizons(horizons: readonly WindowHorizon[]): readonly PageHorizon[] {
  return [horizons, ...horizons.map((one) => [one])].map(pooled);
}

function pooled(horizons: readonly WindowHorizon[]): PageHorizon {
  const length = Math.max(0, ...horizons.map(({ periods: { first, last } }) => last - first + 1));
  const block = Math.max(1, Math.ceil(length / BLOCKS));
  const steps = Array.from({ length: Math.ceil(length / block) }, (_, index) => Math.min(length, (index + 1) * block));
  const names = [...new Set(horizons.flatMap(({ candidates }) => Object.keys(candidates)))];
  const rmse = names.map((name) => {
    const errors = horizons.flatMap(({ candidates }) => (Object.hasOwn(candidates, name) ? [candidates[name]] : []));
    return [name, steps.map((end, index) => rmseWithin(errors, index * block, end))] as const;
  });
  return { steps, rmse: Object.fromEntries(rmse) };
}

function rmseWithin(errors: readonly StepErrors[], start: number, end: number): number | null {
  let [squared, joined] = [0, 0];
  for (const error of errors) {
    for (let step = start; step < Math.min(end, error.squared.length); step++) {
      squared += error.squared[step];
      joined += error.joined[step];
    }
  }
  return joined === 0 ? null : rounded(Math.sqrt(squared / joined));
}
