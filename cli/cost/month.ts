import { readFileSync } from 'node:fs';
import type { CostEstimate } from '../../core/contracts/cost.ts';
import { type CostInput, estimateMonth } from '../../core/cost/estimate.ts';
import { pricesOf } from '../../core/cost/prices.ts';
import { recordedUsageSchema, type RecordedUsage, usageAt } from '../../core/cost/usage.ts';
import { METRIC_NAMES } from '../../core/contracts/published-metrics.ts';
import { runsAMonth } from '../../environments/cron-times.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';

interface Template {
  readonly Resources?: unknown;
}

export interface MonthOptions {
  /** Of each of the environment's data sets. */
  readonly series: number;
  /** Without it, what stands in usage.json. */
  readonly usage?: RecordedUsage;
}

/** What decides the cost beside the number of resources. */
export interface MonthInput extends Pick<CostInput, 'region' | 'compute' | 'stepMemoryMiB'> {
  readonly datasets: readonly string[];
  /** By machine. */
  readonly schedules: Readonly<Record<string, string>>;
}

/**
 * What a month of the environment costs whose template is this one.
 *
 * @throws EnvironmentInvalid where a price is missing
 */
export function costOfMonth(environment: PlatformEnvironment, template: Template, options: MonthOptions): CostEstimate {
  return monthOf({ ...environment, stepMemoryMiB: environment.steps.memoryMiB }, template, options);
}

/** Likewise, of what no literal is at hand for. */
export function monthOf(
  { region, compute, stepMemoryMiB, datasets, schedules }: MonthInput,
  template: Template,
  { series, usage = recordedUsage() }: MonthOptions,
): CostEstimate {
  const runs = Object.fromEntries(
    Object.entries(schedules).map(([machine, expression]) => [machine, runsAMonth(expression)]),
  );
  return estimateMonth({
    region,
    compute,
    stepMemoryMiB,
    datasets: Object.fromEntries(datasets.map((name) => [name, { usage: usageAt(usage, series), runs }])),
    resources: countsByType(template),
    metricsPerDataset: Object.keys(METRIC_NAMES).length,
  });
}

/** Dollars of the state transitions of one run. @param transitions by machine */
export function costOfTransitions(region: string, transitions: Readonly<Record<string, number>>): number {
  const count = Object.values(transitions).reduce((sum, each) => sum + each, 0);
  return count * pricesOf(region).stateTransition;
}

export function recordedUsage(): RecordedUsage {
  return recordedUsageSchema.parse(JSON.parse(readFileSync(new URL('usage.json', import.meta.url), 'utf8')));
}

function countsByType({ Resources }: Template): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const resource of Object.values(Object(Resources))) {
    const { Type } = resource as { readonly Type: string };
    counts[Type] = (counts[Type] ?? 0) + 1;
  }
  return counts;
}
