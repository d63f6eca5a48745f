import { S3Client } from '@aws-sdk/client-s3';
import { s3ObjectStore } from '../../adapters/aws/object-store.ts';
import type { ObjectStore } from '../../core/ports.ts';

/** One client for all buckets. */
export function s3Buckets(): (bucket: string) => ObjectStore {
  const client = new S3Client({});
  return (bucket) => s3ObjectStore(client, bucket);
}
