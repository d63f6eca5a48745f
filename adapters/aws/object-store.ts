import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3ServiceException,
  type S3Client,
} from '@aws-sdk/client-s3';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { ByteRange, ObjectInfo, ObjectStore, TaggedObject } from '../../core/ports.ts';

/**
 * How often a conditional put is tried again after 409: S3 answers so when another request on the same key was under way,
 * which says neither that the key exists nor that it does not. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
const CONDITIONAL_TRIES = 8;

/** An S3 bucket. */
export function s3ObjectStore(client: S3Client, bucket: string): ObjectStore {
  return {
    bucket,
    read: (key, range) => readObject(client, { bucket, key, range }),
    async write(key, body) {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
    },
    create: (key, body) => putIf(client, { Bucket: bucket, Key: key, Body: body, IfNoneMatch: '*' }),
    readTagged: (key) => readTagged(client, { bucket, key }),
    replace: (key, body, tag) => putIf(client, { Bucket: bucket, Key: key, Body: body, IfMatch: tag }),
    list: (prefix, after) => list(client, { bucket, prefix, after }),
    async head(key) {
      try {
        const found = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
        return infoOf({ ...found, Key: key, Size: found.ContentLength });
      } catch (error) {
        if (await isAbsent(client, { bucket, key }, error)) return undefined;
        if (statusOf(error) === 403) throw new HeadRefused(`${bucket}/${key}`, error);
        throw error;
      }
    },
    remove: ({ key, tag }) => removeIf(client, { Bucket: bucket, Key: key, IfMatch: tag }),
  };
}

async function readObject(
  client: S3Client,
  { range, ...place }: Place & { readonly range: ByteRange | undefined },
): Promise<Uint8Array> {
  // S3 refuses an empty range, and its ends are inclusive.
  if (range !== undefined && range.end <= range.start) return new Uint8Array();
  const Range = range && `bytes=${range.start}-${range.end - 1}`;
  try {
    const { Body } = await client.send(
      new GetObjectCommand({ Bucket: place.bucket, Key: place.key, Range, IfMatch: range?.tag }),
    );
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  } catch (cause) {
    if (statusOf(cause) === 416) return new Uint8Array();
    const isAnother = statusOf(cause) === 412;
    if (!isAnother && !(await isAbsent(client, place, cause))) throw cause;
    throw new PlatformError(ERROR_NAMES.objectNotFound, {
      problem: isAnother ? 'the object is another by now' : 'there is no such object',
      got: `${place.bucket}/${place.key}`,
      cause,
    });
  }
}

/** An answer to HEAD has no body: what the SDK makes of a refusal is 'UnknownError', and names no right. */
class HeadRefused extends Error {
  override readonly name = 'AccessDenied';

  constructor(object: string, cause: unknown) {
    super(
      `S3 refuses to say anything of ${object}; needed: s3:GetObject and kms:Decrypt, and s3:ListBucket where there is no such object`,
      { cause },
    );
  }
}

/** False when the condition does not hold; with `IfMatch`, an object that is not there answers 404. */
async function putIf(client: S3Client, put: PutObjectCommand['input']): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.send(new PutObjectCommand(put));
      return true;
    } catch (error) {
      if (statusOf(error) === 412 || isMissingKey(error)) return false;
      if (statusOf(error) !== 409 || attempt === CONDITIONAL_TRIES) throw error;
    }
  }
}

/**
 * False when the condition does not hold, or there is no such object. The buckets' objects are encrypted with a key of KMS: the same bytes put again have
 * another ETag. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html
 */
async function removeIf(client: S3Client, object: DeleteObjectCommand['input']): Promise<boolean> {
  try {
    await client.send(new DeleteObjectCommand(object));
    return true;
  } catch (error) {
    if (statusOf(error) === 412 || isMissingKey(error)) return false;
    throw error;
  }
}

async function readTagged(client: S3Client, { bucket, key }: Place): Promise<TaggedObject | undefined> {
  try {
    const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (ETag === undefined) throw new TypeError(`S3 gave no ETag for ${bucket}/${key}`);
    return { body: (await Body?.transformToByteArray()) ?? new Uint8Array(), tag: ETag };
  } catch (error) {
    if (await isAbsent(client, { bucket, key }, error)) return undefined;
    throw error;
  }
}

interface Place {
  readonly bucket: string;
  readonly key: string;
}

/**
 * S3 tells that there is no such object only to those who may list the whole bucket, and refuses everybody else as if it were there. Who may list
 * what begins with the key can ask so instead: a right that is missing stays a refusal, and is never taken for a missing object.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
async function isAbsent(client: S3Client, { bucket, key }: Place, refusal: unknown): Promise<boolean> {
  if (statusOf(refusal) !== 403) return isMissingKey(refusal);
  try {
    const [first] =
      (await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: key, MaxKeys: 1 }))).Contents ?? [];
    return first?.Key !== key;
  } catch {
    // The first refusal tells more.
    return false;
  }
}

/** A missing bucket answers 404 as well, and must not be taken for a missing object. */
function isMissingKey(error: unknown): boolean {
  return statusOf(error) === 404 && error instanceof Error && error.name !== 'NoSuchBucket';
}

interface Listing {
  readonly bucket: string;
  readonly prefix: string;
  readonly after: string | undefined;
}

async function list(client: S3Client, { bucket, prefix, after }: Listing): Promise<readonly ObjectInfo[]> {
  const found: ObjectInfo[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, StartAfter: after, ContinuationToken }),
    );
    found.push(...(page.Contents ?? []).map(infoOf));
    ContinuationToken = page.IsTruncated === true ? page.NextContinuationToken : undefined;
  } while (ContinuationToken !== undefined);
  return found;
}

interface Described {
  readonly Key?: string | undefined;
  readonly Size?: number | undefined;
  readonly LastModified?: Date | undefined;
  readonly ETag?: string | undefined;
}

function infoOf({ Key, Size, LastModified, ETag }: Described): ObjectInfo {
  if (Key === undefined || Size === undefined || LastModified === undefined || ETag === undefined) {
    throw new TypeError(
      `S3 described an object without key, size, date or tag: ${JSON.stringify({ Key, Size, LastModified, ETag })}`,
    );
  }
  return { key: Key, sizeBytes: Size, modifiedAtMs: LastModified.getTime(), tag: ETag };
}

function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}
