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

export interface Emptying {
  /** Told the number of versions that are gone so far. */
  readonly onDeleted: (count: number) => void;
  readonly pause: (ms: number) => Promise<unknown>;
}

/** The policy that was deleted a moment ago may still be in force. */
const REFUSALS_TO_BEAR = 3;
const PAUSE_MS = 5000;

/**
 * Deletes every version of every object. The policy of the bucket goes first: it reserves the pointers for the steps that move them.
 *
 * @throws TeardownRefused where S3 keeps an object
 */
export async function emptyBucket(client: S3Client, Bucket: string, { onDeleted, pause }: Emptying): Promise<void> {
  await client.send(new DeleteBucketPolicyCommand({ Bucket }));
  let [count, refusals] = [0, 0];
  // From the beginning each time: what was listed before is gone.
  for (;;) {
    const Objects = versionsIn(await client.send(new ListObjectVersionsCommand({ Bucket })));
    if (Objects.length === 0) return;
    const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    if (Errors.length === 0) onDeleted((count += Objects.length));
    else if (refusals++ === REFUSALS_TO_BEAR) throw stillThere(Bucket, Errors);
    else await pause(PAUSE_MS);
  }
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
