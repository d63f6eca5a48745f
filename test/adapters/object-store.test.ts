import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { s3ObjectStore } from '../../adapters/aws/object-store.ts';
import { localObjectStore } from '../../adapters/local/object-store.ts';
import type { ObjectStore } from '../../core/ports.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (body: Uint8Array): string => new TextDecoder().decode(body);

let root: string;
let count = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'store-'));
});
afterAll(() => rm(root, { recursive: true }));

const newLocal = (): ObjectStore => localObjectStore(root, `bucket-${(count += 1)}`);

function s3Error(name: string, httpStatusCode: number): S3ServiceException {
  return new S3ServiceException({ name, $fault: 'client', $metadata: { httpStatusCode } });
}

/** S3 as its API reference describes it, two keys a page. */
function newS3(): ObjectStore {
  const objects = new Map<string, Uint8Array>();
  const client = new S3Client({});
  const mock = mockClient(client);
  mock.on(PutObjectCommand).callsFake(({ Key, Body, IfNoneMatch }) => {
    if (IfNoneMatch === '*' && objects.has(Key)) throw s3Error('PreconditionFailed', 412);
    objects.set(Key, Body);
    return {};
  });
  mock.on(GetObjectCommand).callsFake(({ Key, Range }) => {
    const body = objects.get(Key);
    if (body === undefined) throw s3Error('NoSuchKey', 404);
    const [, start, last] = /^bytes=(\d+)-(\d+)$/.exec(Range ?? '') ?? [];
    if (start !== undefined && Number(start) >= body.length) throw s3Error('InvalidRange', 416);
    const part = start === undefined ? body : body.slice(Number(start), Number(last) + 1);
    return { Body: { transformToByteArray: async () => part } };
  });
  mock.on(HeadObjectCommand).callsFake(({ Key }) => {
    const body = objects.get(Key);
    if (body === undefined) throw s3Error('NotFound', 404);
    return { ContentLength: body.length, LastModified: new Date(1000) };
  });
  mock.on(ListObjectsV2Command).callsFake(({ Prefix, StartAfter, ContinuationToken }) => {
    const order = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
    const from = ContinuationToken ?? StartAfter ?? '';
    const keys = [...objects.keys()].filter((key) => key.startsWith(Prefix) && order(key, from) > 0).sort(order);
    const Contents = keys
      .slice(0, 2)
      .map((Key) => ({ Key, Size: objects.get(Key)?.length, LastModified: new Date(1000) }));
    return keys.length > 2
      ? { Contents, IsTruncated: true, NextContinuationToken: keys[1] }
      : { Contents, IsTruncated: false };
  });
  return s3ObjectStore(client, 'bucket');
}

describe.each([
  ['on disk', newLocal],
  ['on S3', newS3],
])('an object store %s', (_where, newStore) => {
  it('gives back what was written, and the last of two', async () => {
    const store = newStore();
    await store.write('a/b.txt', bytes('first'));
    await store.write('a/b.txt', bytes('second'));
    expect(textOf(await store.read('a/b.txt'))).toBe('second');
  });

  it('reads a range without its end, as far as there are bytes', async () => {
    const store = newStore();
    await store.write('k', bytes('0123456789'));
    expect(textOf(await store.read('k', { start: 2, end: 5 }))).toBe('234');
    expect(textOf(await store.read('k', { start: 8, end: 50 }))).toBe('89');
    expect(textOf(await store.read('k', { start: 5, end: 5 }))).toBe('');
    expect(textOf(await store.read('k', { start: 20, end: 30 }))).toBe('');
  });

  it('creates a key once', async () => {
    const store = newStore();
    expect(await store.create('k', bytes('mine'))).toBe(true);
    expect(await store.create('k', bytes('other'))).toBe(false);
    expect(textOf(await store.read('k'))).toBe('mine');
  });

  it('says ObjectNotFound for a missing object, whole or in part, and undefined for its head', async () => {
    const store = newStore();
    await expect(store.read('none')).rejects.toMatchObject({ name: 'ObjectNotFound' });
    await expect(store.read('none', { start: 0, end: 1 })).rejects.toMatchObject({ name: 'ObjectNotFound' });
    expect(await store.head('none')).toBeUndefined();
  });

  it('describes an object', async () => {
    const store = newStore();
    await store.write('a/k', bytes('four'));
    expect(await store.head('a/k')).toEqual({ key: 'a/k', sizeBytes: 4, modifiedAtMs: expect.any(Number) });
  });

  it('lists by prefix, after a key, in the order of UTF-8 bytes, over pages', async () => {
    const store = newStore();
    // By UTF-16 units the emoji would come before the replacement character.
    const keys = ['t/a-b', 't/a/x', 't/a/y', 't/b', 't/\uFFFD', 't/😀'];
    for (const key of [...keys].reverse()) await store.write(key, bytes(key));
    await store.write('u', bytes('elsewhere'));
    const list = async (prefix: string, after?: string): Promise<string[]> =>
      (await store.list(prefix, after)).map(({ key }) => key);
    expect(await list('t/')).toEqual(keys);
    expect(await list('t/a')).toEqual(['t/a-b', 't/a/x', 't/a/y']);
    expect(await list('t/', 't/a/x')).toEqual(keys.slice(2));
    expect(await list('nothing/')).toEqual([]);
    expect((await store.list('u'))[0].sizeBytes).toBe(9);
  });
});

describe('the store on disk', () => {
  it.each(['../x', 'a/../../x', '/etc/x', 'a//b', 'a/.', ''])('refuses the key %j', async (key) => {
    const store = newLocal();
    await expect((async () => store.write(key, bytes('x')))()).rejects.toThrow('object key refused');
    await expect((async () => store.read(key))()).rejects.toThrow('object key refused');
  });

  it('refuses to list outside of the bucket', async () => {
    await expect(newLocal().list('../')).rejects.toThrow('object key refused');
  });

  it('lets exactly one of many creators win, with its whole body', async () => {
    const store = newLocal();
    const bodies = Array.from({ length: 20 }, (_, i) => bytes(String(i).repeat(10_000)));
    const won = await Promise.all(bodies.map((body) => store.create('log/1', body)));
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await store.read('log/1')).toEqual(Buffer.from(bodies[won.indexOf(true)]));
  });

  it('leaves no drafts behind, and lists none that a crash left', async () => {
    const store = newLocal();
    await store.create('a', bytes('1'));
    await store.create('a', bytes('2'));
    await store.write('a', bytes('3'));
    expect(await readdir(join(root, store.bucket))).toEqual(['a']);
    await writeFile(join(root, store.bucket, 'b.draft-00000000-0000-0000-0000-000000000000'), 'half');
    expect((await store.list('')).map(({ key }) => key)).toEqual(['a']);
  });
});

describe('the store on S3', () => {
  const put = (client: S3Client): Promise<boolean> => s3ObjectStore(client, 'b').create('k', bytes('x'));

  it('asks for put-if-absent, and takes 412 as lost', async () => {
    const client = new S3Client({});
    const mock = mockClient(client);
    mock.on(PutObjectCommand).rejects(s3Error('PreconditionFailed', 412));
    expect(await put(client)).toBe(false);
    expect(mock.commandCalls(PutObjectCommand)).toHaveLength(1);
    expect(mock.commandCalls(PutObjectCommand)[0].args[0].input.IfNoneMatch).toBe('*');
  });

  it('tries again after 409, which says neither won nor lost', async () => {
    const client = new S3Client({});
    const mock = mockClient(client);
    mock.on(PutObjectCommand).rejectsOnce(s3Error('ConditionalRequestConflict', 409)).resolves({});
    expect(await put(client)).toBe(true);
    expect(mock.commandCalls(PutObjectCommand)).toHaveLength(2);
  });

  it('gives up after many 409 with the error itself, never with a false', async () => {
    const client = new S3Client({});
    mockClient(client).on(PutObjectCommand).rejects(s3Error('ConditionalRequestConflict', 409));
    await expect(put(client)).rejects.toMatchObject({ name: 'ConditionalRequestConflict' });
  });

  it('passes on what is not about the object', async () => {
    const client = new S3Client({});
    mockClient(client).on(GetObjectCommand).rejects(s3Error('AccessDenied', 403));
    await expect(s3ObjectStore(client, 'b').read('k')).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});
