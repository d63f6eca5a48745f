/** The objects that a distributed Map reads its items from and writes its results to. */
export interface S3Objects {
  getObject(bucket: string, key: string): Promise<Uint8Array>;
  putObject(bucket: string, key: string, body: Uint8Array): Promise<void>;
  /** All objects whose key starts with the prefix, in ascending key order. */
  listObjectsV2(bucket: string, prefix: string): Promise<readonly S3ObjectInfo[]>;
}

/** A listed object as AWS gives it to a distributed Map, which spells Etag so. */
export interface S3ObjectInfo {
  readonly Etag: string;
  readonly Key: string;
  /** Seconds since 1970. */
  readonly LastModified: number;
  readonly Size: number;
  readonly StorageClass: string;
}
