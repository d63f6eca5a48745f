import { together } from '../../core/contracts/key-access.ts';
import { LAYERS } from '../../core/contracts/layers.ts';
import { bucketLogicalId } from '../../core/contracts/names.ts';
import { JOB_ACCESS } from '../../lambdas/jobs.ts';
import type { StepRow } from '../../lambdas/step-row.ts';
import { STEPS } from '../../lambdas/steps.ts';

/** Every pattern of keys that a role's policy names, as `<bucket's logical id>` and pattern. */
export function namedKeys(): readonly (readonly [bucket: string, pattern: string])[] {
  const ofSteps = Object.values<StepRow>(STEPS).map(({ access }) => access);
  const { reads, writes } = together([...ofSteps, ...Object.values(JOB_ACCESS)]);
  return LAYERS.flatMap((layer) =>
    [...new Set([...(reads[layer] ?? []), ...(writes[layer] ?? [])])]
      .filter((pattern) => pattern.includes('*'))
      .map((pattern) => [bucketLogicalId(layer), pattern] as const),
  );
}
