/** One bucket, or a folder of one. Keys are relative, with '/' between their parts and no '..'. */
export interface ObjectStore {
  /** The bucket's name; of a folder, `<bucket>/<folder>`: what an address has between `s3://` and the key. */
  readonly bucket: string;
  /** @param range bytes [start, end); the whole object without it. @throws ObjectNotFound, also where it is not the one that was listed with `range.tag` */
  read(key: string, range?: ByteRange): Promise<Uint8Array>;
  write(key: string, body: Uint8Array): Promise<void>;
  /** Put-if-absent, atomically: false, and nothing written, when the key exists already. */
  create(key: string, body: Uint8Array): Promise<boolean>;
  /** The object with the tag that `replace` compares. undefined when there is no such object. */
  readTagged(key: string): Promise<TaggedObject | undefined>;
  /** Compare-and-set, atomically: false, and nothing written, when the object is no longer the one of this tag. */
  replace(key: string, body: Uint8Array, tag: string): Promise<boolean>;
  /** All objects whose key starts with the prefix and is greater than `after`, in ascending key order (by UTF-8 bytes). */
  list(prefix: string, after?: string): Promise<readonly ObjectInfo[]>;
  /** undefined when there is no such object. */
  head(key: string): Promise<ObjectInfo | undefined>;
  /** Compare-and-delete, atomically: false, and nothing deleted, when the object is no longer the one of this tag of a listing. */
  remove(object: Pick<ObjectInfo, 'key' | 'tag'>): Promise<boolean>;
}

export interface ByteRange {
  readonly start: number;
  readonly end: number;
  readonly tag?: string | undefined;
}

export interface TaggedObject {
  readonly body: Uint8Array;
  readonly tag: string;
}

export interface ObjectInfo {
  readonly key: string;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  /** Another wherever the object has other bytes; the same bytes written again may have another as well. Not the tag of `readTagged`. */
  readonly tag: string;
}

export function uriOf(store: ObjectStore, key: string): string {
  return `s3://${store.bucket}/${key}`;
}
