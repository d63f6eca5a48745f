import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import type { Stage } from '../../core/contracts/promotion.ts';
import type { RegistryPorts } from '../place/registry-ports.ts';
import { needed } from '../options.ts';

export interface StagedVersion {
  readonly version: ModelVersion;
  readonly stage: Stage;
}

/** Ascending by version. @throws ModelVersionUnknown when the data set has none: most likely its name is misspelt */
export async function stagedVersions({ registry }: RegistryPorts, dataset: string): Promise<readonly StagedVersion[]> {
  const versions = await registry.list(dataset);
  const stages = await registry.stages(dataset);
  if (versions.length > 0) {
    return versions.map((version) => ({ version, stage: stages.get(version.version) ?? 'None' }));
  }
  throw new PlatformError(ERROR_NAMES.modelVersionUnknown, {
    problem: 'no model of this data set is registered here',
    got: dataset,
    hint: "compare the name with the data set's literal, or run its train state machine",
  });
}

/** @throws ModelVersionUnknown */
export async function stagedVersion(
  { registry }: RegistryPorts,
  dataset: string,
  number: number,
): Promise<StagedVersion> {
  const version = await registry.describe(dataset, number);
  return { version, stage: await registry.stage(dataset, number) };
}

/** @throws UsageError when the option is missing */
export function versionOption(version: number | undefined, name: string): number {
  return needed(version, name, "a model version, as the verb 'list' shows them");
}

/** An instant for people: '2026-11-21 14:32 UTC'. */
export function instant(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
