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

/** What is still there, and why, where it should not be. */
export interface Left extends StackResource {
  readonly reason?: string;
}

/** Deletes what outlives a stack, as far as it is data: its buckets, which are empty by now, and its keys. What cannot be deleted is left. */
export async function deleteKept(
  clients: Pick<Clients, 'buckets' | 'keys'>,
  kept: readonly StackResource[],
): Promise<readonly Left[]> {
  const left: Left[] = [];
  for (const resource of kept) {
    try {
      if (!(await deleteOne(clients, resource))) left.push(resource);
    } catch (error) {
      // The stack is gone, and nobody can ask it again: the others have to go, and what is left has to be said.
      left.push({ ...resource, reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
    }
  }
  return left;
}

/** @returns false for what is no data */
async function deleteOne({ buckets, keys }: Pick<Clients, 'buckets' | 'keys'>, { type, id }: StackResource) {
  switch (type) {
    case 'AWS::S3::Bucket':
      await deleteBucket(buckets, id);
      return true;
    case 'AWS::KMS::Key':
      await keys.send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: KEY_DAYS }));
      return true;
    default:
      return false;
  }
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
