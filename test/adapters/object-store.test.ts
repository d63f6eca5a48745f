import { createHash } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { s3ObjectStore } from '../../adapters/aws/object-store.ts';
import { localObjectStore } from '../../adapters/files/object-store.ts';
import type { ObjectStore } from '../../core/ports.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (body: Uint8Array): string => new TextDecoder().decode(body);

let root: string;
let count = 0;
beforeAll(async () => {
  root = await temporaryFolder();
});

const newLocal = (): ObjectStore => localObjectStore(root, `bucket-${(count += 1)}`);

function s3Error(name: string, httpStatusCode: number): S3ServiceException {
  return new S3ServiceException({ name, $fault: 'client', $metadata: { httpStatusCode } });
}

/** S3 as its API reference describes it, two keys a page. */
function newS3(): ObjectStore {
  const objects = new Map<string, Uint8Array>();
  const tagOf = (key: string): string => `"${createHash('md5').update(objects.get(key)!).digest('hex')}"`;
  const client = new S3Client({});
  const mock = mockClient(client);
  mock.on(PutObjectCommand).callsFake(({ Key, Body, IfNoneMatch, IfMatch }) => {
    if (IfNoneMatch === '*' && objects.has(Key)) throw s3Error('PreconditionFailed', 412);
    if (IfMatch !== undefined && !objects.has(Key)) throw s3Error('NoSuchKey', 404);
    if (IfMatch !== undefined && IfMatch !== tagOf(Key)) throw s3Error('PreconditionFailed', 412);
    objects.set(Key, Body);
    return {};
  });
  mock.on(GetObjectCommand).callsFake(({ Key, Range, IfMatch }) => {
    const body = objects.get(Key);
    if (body === undefined) throw s3Error('NoSuchKey', 404);
    if (IfMatch !== undefined && IfMatch !== tagOf(Key)) throw s3Error('PreconditionFailed', 412);
    const [, start, last] = /^bytes=(\d+)-(\d+)$/.exec(Range ?? '') ?? [];
    if (start !== undefined && Number(start) >= body.length) throw s3Error('InvalidRange', 416);
    const part = start === undefined ? body : body.slice(Number(start), Number(last) + 1);
    return { Body: { transformToByteArray: async () => part }, ETag: tagOf(Key) };
  });
  mock.on(HeadObjectCommand).callsFake(({ Key }) => {
    const body = objects.get(Key);
    if (body === undefined) throw s3Error('NotFound', 404);
    return { ContentLength: body.length, LastModified: new Date(1000), ETag: tagOf(Key) };
  });
  mock.on(DeleteObjectCommand).callsFake(({ Key, IfMatch }) => {
    if (!objects.has(Key)) throw s3Error('NoSuchKey', 404);
    if (IfMatch !== tagOf(Key)) throw s3Error('PreconditionFailed', 412);
    objects.delete(Key);
    return {};
  });
  mock.on(ListObjectsV2Command).callsFake(({ Prefix, StartAfter, ContinuationToken }) => {
    const order = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
    const from = ContinuationToken ?? StartAfter ?? '';
    const keys = [...objects.keys()].filter((key) => key.startsWith(Prefix) && order(key, from) > 0).sort(order);
    const Contents = keys
      .slice(0, 2)
      .map((Key) => ({ Key, Size: objects.get(Key)?.length, LastModified: new Date(1000), ETag: tagOf(Key) }));
    return keys.length > 2
      ? { Contents, IsTruncated: true, NextContinuationToken: keys[1] }
      : { Contents, IsTruncated: false };
  });
  return s3ObjectStore(client, 'bucket');
}

const newMemory = (): ObjectStore => new MemoryStore('bucket');

describe.each([
  ['on disk', newLocal],
  ['on S3', newS3],
  ['in memory', newMemory],
])('compare-and-set %s', (_where, newStore) => {
  it('replaces the object that was read', async () => {
    const store = newStore();
    await store.create('a/k', bytes('one'));
    const { body, tag } = (await store.readTagged('a/k'))!;
    expect(textOf(body)).toBe('one');
    expect(await store.replace('a/k', bytes('two'), tag)).toBe(true);
    expect(textOf(await store.read('a/k'))).toBe('two');
    expect((await store.list('')).map(({ key }) => key)).toEqual(['a/k']);
  });

  it('leaves an object alone that another replaced in the meantime', async () => {
    const store = newStore();
    await store.create('k', bytes('one'));
    const { tag } = (await store.readTagged('k'))!;
    await store.replace('k', bytes('two'), tag);
    expect(await store.replace('k', bytes('three'), tag)).toBe(false);
    expect(textOf(await store.read('k'))).toBe('two');
  });

  it('removes the object that was described, once, and no other', async () => {
    const store = newStore();
    await store.write('a/k', bytes('one'));
    const [described] = await store.list('a/');
    await store.write('a/k', bytes('another'));
    expect(await store.remove(described)).toBe(false);
    expect(textOf(await store.read('a/k'))).toBe('another');
    const [now] = await store.list('a/');
    expect([await store.remove(now), await store.remove(now)]).toEqual([true, false]);
    expect(await store.list('')).toEqual([]);
  });

  it('reads a range only of the object that was listed', async () => {
    const store = newStore();
    await store.write('k', bytes('one'));
    const [{ tag }] = await store.list('k');
    expect(textOf(await store.read('k', { start: 0, end: 2, tag }))).toBe('on');
    await store.write('k', bytes('two!'));
    await expect(store.read('k', { start: 2, end: 3, tag })).rejects.toMatchObject({ name: 'ObjectNotFound' });
  });

  it('neither reads nor replaces an object that is not there', async () => {
    const store = newStore();
    expect(await store.readTagged('none')).toBeUndefined();
    expect(await store.replace('none', bytes('x'), 'tag')).toBe(false);
    expect(await store.head('none')).toBeUndefined();
  });

  it('lets exactly one of many writers win each round', async () => {
    const store = newStore();
    await store.create('k', bytes('start'));
    for (let round = 0; round < 10; round += 1) {
      const { tag } = (await store.readTagged('k'))!;
      const bodies = Array.from({ length: 20 }, (_, writer) => `round ${round}, writer ${writer}`);
      const won = await Promise.all(bodies.map((body) => store.replace('k', bytes(body), tag)));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(textOf(await store.read('k'))).toBe(bodies[won.indexOf(true)]);
    }
  });
});

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
    const described = { key: 'a/k', sizeBytes: 4, modifiedAtMs: expect.any(Number), tag: expect.any(String) };
    expect(await store.head('a/k')).toEqual(described);
    expect(await store.list('a/')).toEqual([described]);
  });

  it('tags an object by what it holds: the same while nothing is written, another for other bytes', async () => {
    const store = newStore();
    await store.write('k', bytes('four'));
    const before = (await store.list('k'))[0].tag;
    expect((await store.list('k'))[0].tag).toBe(before);
    await store.write('k', bytes('five'));
    expect((await store.list('k'))[0].tag).not.toBe(before);
    expect((await store.head('k'))?.tag).toBe((await store.list('k'))[0].tag);
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

describe('compare-and-set on disk', () => {
  const COUNT_TO = 50;

  it('loses no update of several processes', async () => {
    const store = newLocal();
    await store.create('a/count', bytes('0'));
    const counter = fileURLToPath(new URL('../support/count-in-object.ts', import.meta.url));
    const run = (): Promise<unknown> =>
      promisify(execFile)(process.execPath, ['--import', 'tsx', counter, root, store.bucket, String(COUNT_TO)]);
    await Promise.all([run(), run(), run()]);
    expect(textOf(await store.read('a/count'))).toBe(String(3 * COUNT_TO));
    expect(await readdir(join(root, store.bucket, 'a'))).toEqual(['count']);
  });

  it('ends the turn of a writer that crashed, and lists nothing of it', async () => {
    const store = newLocal();
    await store.create('k', bytes('one'));
    const turn = join(root, store.bucket, 'k.replacing');
    await mkdir(turn);
    await writeFile(join(turn, 'k.draft-00000000-0000-0000-0000-000000000000'), 'of the crashed writer');
    expect((await store.list('')).map(({ key }) => key)).toEqual(['k']);
    const { tag } = (await store.readTagged('k'))!;
    expect(await store.replace('k', bytes('two'), tag)).toBe(true);
    expect(textOf(await store.read('k'))).toBe('two');
    expect(await readdir(join(root, store.bucket))).toEqual(['k']);
  });

  it('lists all other objects while some are replaced', async () => {
    const store = newLocal();
    for (const key of ['a/1', 'a/2', 'b/1', 'c']) await store.create(key, bytes('0'));
    let listing = true;
    const replacing = (async () => {
      for (let i = 0; listing; i += 1) await store.replace('a/2', bytes(`${i}`), (await store.readTagged('a/2'))!.tag);
    })();
    for (let i = 0; i < 100; i += 1) {
      expect((await store.list('')).map(({ key }) => key)).toEqual(['a/1', 'a/2', 'b/1', 'c']);
    }
    listing = false;
    await replacing;
  });

  it('refuses keys that are named like its own files', async () => {
    const store = newLocal();
    await expect((async () => store.read('k.replacing'))()).rejects.toThrow('object key refused');
  });
});

describe('compare-and-set on S3', () => {
  const replace = (client: S3Client): Promise<boolean> => s3ObjectStore(client, 'b').replace('k', bytes('x'), '"etag"');

  it.each([
    ['PreconditionFailed', 412],
    ['NoSuchKey', 404],
  ])('sends If-Match, and takes %s as lost', async (name, status) => {
    const client = new S3Client({});
    const mock = mockClient(client);
    mock.on(PutObjectCommand).rejects(s3Error(name, status));
    expect(await replace(client)).toBe(false);
    expect(mock.commandCalls(PutObjectCommand).map(({ args }) => args[0].input)).toEqual([
      { Bucket: 'b', Key: 'k', Body: bytes('x'), IfMatch: '"etag"' },
    ]);
  });

  it('tries again after 409', async () => {
    const client = new S3Client({});
    const mock = mockClient(client);
    mock.on(PutObjectCommand).rejectsOnce(s3Error('ConditionalRequestConflict', 409)).resolves({});
    expect(await replace(client)).toBe(true);
    expect(mock.commandCalls(PutObjectCommand)).toHaveLength(2);
  });

  it.each([
    ['ConditionalRequestConflict', 409],
    ['NoSuchBucket', 404],
    ['SlowDown', 503],
  ])('passes on %s', async (name, status) => {
    const client = new S3Client({});
    mockClient(client).on(PutObjectCommand).rejects(s3Error(name, status));
    await expect(replace(client)).rejects.toMatchObject({ name });
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

  describe('where S3 refuses, since it does not say that there is no such object', () => {
    const asked = (found: readonly string[] | Error) => {
      const client = new S3Client({});
      const s3 = mockClient(client);
      for (const command of [GetObjectCommand, HeadObjectCommand]) s3.on(command).rejects(s3Error('AccessDenied', 403));
      const list = s3.on(ListObjectsV2Command, { Bucket: 'b', Prefix: 'a/k', MaxKeys: 1 });
      if (found instanceof Error) list.rejects(found);
      else list.resolves({ Contents: found.map((Key) => ({ Key })) });
      return s3ObjectStore(client, 'b');
    };

    it.each([[[]], [['a/k2']]])('finds none where the list says so: %j', async (found) => {
      const store = asked(found);
      expect(await store.readTagged('a/k')).toBeUndefined();
      expect(await store.head('a/k')).toBeUndefined();
      await expect(store.read('a/k')).rejects.toMatchObject({ name: 'ObjectNotFound' });
    });

    it.each([
      ['the object is there', ['a/k']],
      ['the list is refused as well', s3Error('AccessDenied', 403)],
    ])('is refused where %s', async (_, found) => {
      const store = asked(found);
      for (const ask of [store.read('a/k'), store.readTagged('a/k'), store.head('a/k')]) {
        await expect(ask).rejects.toMatchObject({ name: 'AccessDenied' });
      }
    });
  });

  it('says which rights a refused head may lack: S3 does not', async () => {
    const client = new S3Client({});
    mockClient(client).on(HeadObjectCommand).rejects(s3Error('Unknown', 403));
    await expect(s3ObjectStore(client, 'b').head('k')).rejects.toMatchObject({
      name: 'AccessDenied',
      message:
        'S3 refuses to say anything of b/k; needed: s3:GetObject and kms:Decrypt, and s3:ListBucket where there is no such object',
    });
  });

  it('passes on what is not about the object', async () => {
    const client = new S3Client({});
    mockClient(client).on(GetObjectCommand).rejects(s3Error('AccessDenied', 403));
    await expect(s3ObjectStore(client, 'b').read('k')).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});
