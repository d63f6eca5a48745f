import type { CostFacts, Part } from '../../../core/contracts/evidence.ts';
import { compareCost, type EstimatedEnvironment } from '../../../core/delivery/evidence/cost.ts';
import type { Pricing } from '../../../core/delivery/evidence/sources.ts';
import type { EnvironmentTemplates } from './gather-changes.ts';

export async function gatherCost(
  environments: readonly EnvironmentTemplates[],
  pricing: Pricing,
): Promise<Part<CostFacts>> {
  const estimates: EstimatedEnvironment[] = [];
  for (const { environment, before, after } of environments) {
    estimates.push({
      environment,
      before: before === null ? null : await pricing.month(environment, before),
      after: await pricing.month(environment, after),
    });
  }
  return compareCost(estimates, pricing.basis);
}
