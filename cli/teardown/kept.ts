import { ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import {
  DeleteModelPackageCommand,
  DeleteModelPackageGroupCommand,
  paginateListModelPackageGroups,
  paginateListModelPackages,
} from '@aws-sdk/client-sagemaker';
import { deleteBucket } from './buckets.ts';
import type { Clients } from './clients.ts';
import type { StackResource } from './stack.ts';

/** KMS's longest: whoever finds that it was wrong has so long to take it back. */
const KEY_DAYS = 30;

/**
 * Deletes what outlives a stack, as far as it is data: its buckets, which are empty by now, and its keys.
 *
 * @returns what is still there
 */
export async function deleteKept(
  { buckets, keys }: Pick<Clients, 'buckets' | 'keys'>,
  kept: readonly StackResource[],
): Promise<readonly StackResource[]> {
  const left: StackResource[] = [];
  for (const resource of kept) {
    switch (resource.type) {
      case 'AWS::S3::Bucket':
        await deleteBucket(buckets, resource.id);
        break;
      case 'AWS::KMS::Key':
        await keys.send(new ScheduleKeyDeletionCommand({ KeyId: resource.id, PendingWindowInDays: KEY_DAYS }));
        break;
      default:
        left.push(resource);
    }
  }
  return left;
}

/** The groups of an environment's data sets: made by the platform at run time, so no stack knows them. */
export async function packageGroups(client: Clients['models'], prefix: string): Promise<readonly string[]> {
  const found: string[] = [];
  const pages = paginateListModelPackageGroups({ client }, { NameContains: prefix });
  for await (const { ModelPackageGroupSummaryList = [] } of pages) {
    found.push(...ModelPackageGroupSummaryList.flatMap(({ ModelPackageGroupName: name }) => name ?? []));
  }
  return found.filter((name) => name.startsWith(prefix));
}

/** A group goes only when it is empty. */
export async function deletePackageGroup(client: Clients['models'], group: string): Promise<void> {
  const versions: string[] = [];
  const pages = paginateListModelPackages({ client }, { ModelPackageGroupName: group });
  for await (const { ModelPackageSummaryList = [] } of pages) {
    versions.push(...ModelPackageSummaryList.flatMap(({ ModelPackageArn: arn }) => arn ?? []));
  }
  for (const ModelPackageName of versions) await client.send(new DeleteModelPackageCommand({ ModelPackageName }));
  await client.send(new DeleteModelPackageGroupCommand({ ModelPackageGroupName: group }));
}
