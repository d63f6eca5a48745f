import type { DescribeModelPackageCommandOutput } from '@aws-sdk/client-sagemaker';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { METADATA, type PackageRecord } from './model-package.ts';

/*
 * A version is put together from a file that names its package, from the package, and from the record whose hash the package cites. Each of them
 * says whose it is: whoever may write one of the files could else have the package of another version, group or run answer in its place.
 */

const NEVER_CHANGES = 'what a registration wrote never changes: restore the first object version';

/** arn:aws:sagemaker:<region>:<account>:model-package/<group>/<version> */
export function numberIn(arn: string): number {
  return Number(arn.slice(arn.lastIndexOf('/') + 1));
}

/** @throws ArtifactMismatch where the package is of another group, or has another number than the version */
export function requireOwnPackage(
  arn: string,
  { group, version }: { readonly group: string; readonly version: number },
): void {
  if (arn.endsWith(`:model-package/${group}/${version}`)) return;
  throw mismatch(`version ${version} is registered with the package of another group or number`, {
    got: arn,
    allowed: `package ${version} of the group ${group}`,
  });
}

/** @throws ArtifactMismatch where the package was made by another run */
export function requireOfRun(
  { ModelPackageArn: arn, CustomerMetadataProperties: metadata = {} }: DescribeModelPackageCommandOutput,
  registered: { readonly runId: string; readonly version: number; readonly arn: string },
): void {
  if (arn === registered.arn && metadata[METADATA.runId] === registered.runId) return;
  throw mismatch(`version ${registered.version} is registered with the package of another run`, {
    got: `${arn} of the run '${metadata[METADATA.runId]}'`,
    allowed: `${registered.arn} of the run '${registered.runId}'`,
  });
}

/** @throws ArtifactMismatch where the record is of another data set or run */
export function requireRecordOf(
  { dataset, runId }: Pick<PackageRecord, 'dataset' | 'runId'>,
  asked: Pick<PackageRecord, 'dataset' | 'runId'>,
): void {
  if (dataset === asked.dataset && runId === asked.runId) return;
  throw mismatch('the record that the model package cites is of another data set or run', {
    got: `'${dataset}', run '${runId}'`,
    allowed: `'${asked.dataset}', run '${asked.runId}'`,
  });
}

/** @throws ArtifactMismatch where the file that names a run's package lies under the name of another run */
export function requireNamedAfter(
  runId: string,
  { key, expected }: Readonly<Record<'key' | 'expected', string>>,
): void {
  if (key === expected) return;
  throw mismatch(`the file of the run '${runId}' lies where that of another run belongs`, {
    got: key,
    allowed: expected,
  });
}

function mismatch(problem: string, evidence: { readonly got: string; readonly allowed: string }): PlatformError {
  return new PlatformError(ERROR_NAMES.artifactMismatch, { problem, ...evidence, hint: NEVER_CHANGES });
}
