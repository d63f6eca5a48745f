import {
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type _Error,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { PlatformError, ERROR_NAMES } from '../../core/contracts/errors.ts';

/** Whether there is an object, a former version of one, or the mark of a deletion. */
export async function isFilled(client: S3Client, Bucket: string): Promise<boolean> {
  const found = await client.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 1 }));
  return versionsIn(found).length > 0;
}

/**
 * Deletes every version of every object. The policy of the bucket goes first: it reserves the pointers for the steps that move them.
 *
 * @param onDeleted told the number of versions that are gone so far
 * @throws TeardownRefused where S3 deletes an object not
 */
export async function emptyBucket(
  client: S3Client,
  Bucket: string,
  onDeleted: (count: number) => void,
): Promise<number> {
  await client.send(new DeleteBucketPolicyCommand({ Bucket }));
  let count = 0;
  // From the beginning each time: what was listed before is gone.
  for (;;) {
    const Objects = versionsIn(await client.send(new ListObjectVersionsCommand({ Bucket })));
    if (Objects.length === 0) break;
    const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    if (Errors.length > 0) throw stillThere(Bucket, Errors);
    onDeleted((count += Objects.length));
  }
  return count;
}

/** Of an empty bucket; one that is gone already is no error. */
export async function deleteBucket(client: S3Client, Bucket: string): Promise<void> {
  try {
    await client.send(new DeleteBucketCommand({ Bucket }));
  } catch (error) {
    if (!(error instanceof Error && error.name === 'NoSuchBucket')) throw error;
  }
}

function versionsIn({ Versions = [], DeleteMarkers = [] }: ListObjectVersionsCommandOutput) {
  return [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
}

function stillThere(bucket: string, errors: readonly _Error[]): PlatformError {
  const [{ Key, Code, Message }] = errors;
  return new PlatformError(ERROR_NAMES.teardownRefused, {
    problem: `S3 refused to delete ${errors.length} versions of objects in ${bucket}, the first of them ${Key}`,
    got: `${Code}: ${Message}`,
    hint: 'it takes s3:DeleteObject and s3:DeleteObjectVersion; no lock and no hold may be on the objects',
  });
}
