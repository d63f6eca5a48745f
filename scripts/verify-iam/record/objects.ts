import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import type { ObjectInfo } from '../../../core/ports.ts';
import { MemoryStore } from '../../../test/support/memory-store.ts';
import type { Recorder } from './recorder.ts';

export interface ObjectsProps {
  readonly recorder: Recorder;
  readonly region: string;
  /** Of the key that the buckets' objects lie under; undefined where a bucket has another encryption. */
  readonly keyOf: (bucket: string) => string | undefined;
}

type Asked = { readonly Bucket?: string | undefined; readonly Key?: string | undefined };

/** S3 in memory: what the adapters ask of it is answered, and taken down with all that S3 asks IAM for it. */
export class Objects {
  readonly #stores = new Map<string, MemoryStore>();
  readonly #props: ObjectsProps;

  constructor(props: ObjectsProps) {
    this.#props = props;
    const mock = mockClient(S3Client).rejects(new Error('a call of S3 that record/objects.ts does not know'));
    mock.on(GetObjectCommand).callsFake((asked: GetObjectCommand['input']) => this.#get(asked));
    mock.on(HeadObjectCommand).callsFake((asked: HeadObjectCommand['input']) => this.#head(asked));
    mock.on(PutObjectCommand).callsFake((asked: PutObjectCommand['input']) => this.#put(asked));
    mock.on(DeleteObjectCommand).callsFake((asked: DeleteObjectCommand['input']) => this.#delete(asked));
    mock.on(ListObjectsV2Command).callsFake((asked: ListObjectsV2Command['input']) => this.#list(asked));
  }

  bucket(name: string): MemoryStore {
    const store = this.#stores.get(name) ?? new MemoryStore(name);
    this.#stores.set(name, store);
    return store;
  }

  async #get(asked: GetObjectCommand['input']) {
    const { store, key, arn } = this.#asked(asked);
    const { body, tag } = await this.#found(store, key, arn);
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(asked.Range ?? '') ?? [];
    const part = first === undefined ? body : body.slice(Number(first), Number(last) + 1);
    if (first !== undefined && Number(first) >= body.length) throw refusal(416, 'InvalidRange');
    return { ETag: tag, Body: { transformToByteArray: () => Promise.resolve(part) } };
  }

  async #head(asked: HeadObjectCommand['input']) {
    const { store, key, arn } = this.#asked(asked);
    await this.#found(store, key, arn);
    const { sizeBytes, modifiedAtMs, tag } = present(await store.head(key));
    return { ContentLength: sizeBytes, LastModified: new Date(modifiedAtMs), ETag: tag };
  }

  async #put(asked: PutObjectCommand['input']) {
    const { store, key, arn } = this.#asked(asked);
    const condition = {
      ...(asked.IfNoneMatch === undefined ? {} : { 's3:if-none-match': asked.IfNoneMatch }),
      ...(asked.IfMatch === undefined ? {} : { 's3:if-match': asked.IfMatch }),
    };
    this.#props.recorder.note({ action: 's3:PutObject', resource: arn, context: condition });
    this.#useKey(store.bucket, 'kms:GenerateDataKey');
    const body = asked.Body as Uint8Array;
    if (asked.IfNoneMatch !== undefined) return done(await store.create(key, body));
    if (asked.IfMatch !== undefined) return done(await store.replace(key, body, asked.IfMatch));
    await store.write(key, body);
    return {};
  }

  async #delete(asked: DeleteObjectCommand['input']) {
    const { store, key, arn } = this.#asked(asked);
    this.#props.recorder.note({ action: 's3:DeleteObject', resource: arn });
    return done(await store.remove({ key, tag: asked.IfMatch ?? '' }));
  }

  async #list({ Bucket = '', Prefix = '', StartAfter }: ListObjectsV2Command['input']) {
    const context = { 's3:prefix': Prefix };
    this.#props.recorder.note({ action: 's3:ListBucket', resource: `arn:aws:s3:::${Bucket}`, context });
    const found = await this.bucket(Bucket).list(Prefix, StartAfter);
    return { Contents: found.map(contents), IsTruncated: false };
  }

  #asked({ Bucket = '', Key = '' }: Asked) {
    return { store: this.bucket(Bucket), key: Key, arn: `arn:aws:s3:::${Bucket}/${Key}` };
  }

  /** S3 says that there is no such object to those alone who may list the whole bucket: whoever asks here may not. */
  async #found(store: MemoryStore, key: string, resource: string) {
    this.#props.recorder.note({ action: 's3:GetObject', resource });
    const found = await store.readTagged(key);
    if (found === undefined) throw refusal(403, 'AccessDenied');
    this.#useKey(store.bucket, 'kms:Decrypt');
    return found;
  }

  #useKey(bucket: string, action: string): void {
    const { recorder, region, keyOf } = this.#props;
    const resource = keyOf(bucket);
    if (resource === undefined) return;
    recorder.note({ action, resource, context: { 'kms:ViaService': `s3.${region}.amazonaws.com` } });
  }
}

function contents({ key, sizeBytes, modifiedAtMs, tag }: ObjectInfo) {
  return { Key: key, Size: sizeBytes, LastModified: new Date(modifiedAtMs), ETag: tag };
}

function done(isWritten: boolean): object {
  if (isWritten) return {};
  throw refusal(412, 'PreconditionFailed');
}

function refusal(httpStatusCode: number, name: string): S3ServiceException {
  return new S3ServiceException({ name, message: name, $fault: 'client', $metadata: { httpStatusCode } });
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the object is gone');
  return value;
}
