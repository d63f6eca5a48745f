import { createHash } from 'node:crypto';
import { requireAccess, requireRewritable } from '../../lake/access.ts';
import { type Layer, LAYERS } from '../../core/contracts/layers.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { ByteRange, ObjectInfo, ObjectStore, TaggedObject } from '../../core/ports.ts';

export const RECEIVED_AT_MS = Date.UTC(2026, 0, 1);

interface StoredObject {
  readonly body: Uint8Array;
  readonly modifiedAtMs: number;
  /** Of this write alone: the same bytes written again have another. */
  readonly tag: string;
}

/** Of each body, when it is first asked for: as on S3, the same bytes have the same. */
const contentTags = new WeakMap<Uint8Array, string>();

/** A bucket in memory. A test sets a hook to fail an operation, or to let another writer in just before it. */
export class MemoryStore implements ObjectStore {
  readonly bucket: string;
  readonly objects = new Map<string, StoredObject>();
  beforeWrite: (key: string) => void | Promise<void> = () => undefined;
  beforeRead: (key: string) => void | Promise<void> = () => undefined;
  private puts = 0;

  constructor(bucket: string) {
    this.bucket = bucket;
  }

  /** Puts an object without the hooks. */
  put(key: string, body: string | Uint8Array, modifiedAtMs = RECEIVED_AT_MS): void {
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
    this.objects.set(key, { body: bytes, modifiedAtMs, tag: String((this.puts += 1)) });
  }

  async read(key: string, range?: ByteRange): Promise<Uint8Array> {
    this.require('reads', key);
    await this.beforeRead(key);
    const object = this.objects.get(key);
    if (object === undefined || (range?.tag !== undefined && range.tag !== contentTag(object.body))) {
      throw new PlatformError(ERROR_NAMES.objectNotFound, { problem: 'no such object', got: `${this.bucket}/${key}` });
    }
    return range === undefined ? object.body.slice() : object.body.slice(range.start, range.end);
  }

  async write(key: string, body: Uint8Array): Promise<void> {
    this.require('writes', key);
    this.requireRewritable(key);
    await this.beforeWrite(key);
    this.put(key, body.slice());
  }

  async create(key: string, body: Uint8Array): Promise<boolean> {
    this.require('writes', key);
    await this.beforeWrite(key);
    if (this.objects.has(key)) return false;
    this.put(key, body.slice());
    return true;
  }

  async readTagged(key: string): Promise<TaggedObject | undefined> {
    this.require('reads', key);
    await this.beforeRead(key);
    const object = this.objects.get(key);
    return object && { body: object.body.slice(), tag: object.tag };
  }

  async replace(key: string, body: Uint8Array, tag: string): Promise<boolean> {
    this.require('reads', key);
    this.require('writes', key);
    this.requireRewritable(key);
    await this.beforeWrite(key);
    if (this.objects.get(key)?.tag !== tag) return false;
    this.put(key, body.slice());
    return true;
  }

  async list(prefix: string, after = ''): Promise<readonly ObjectInfo[]> {
    this.require('reads', prefix);
    return [...this.objects.keys()]
      .filter((key) => key.startsWith(prefix) && Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0)
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      .map((key) => this.info(key)!);
  }

  async head(key: string): Promise<ObjectInfo | undefined> {
    this.require('reads', key);
    return this.info(key);
  }

  async remove({ key, tag }: Pick<ObjectInfo, 'key' | 'tag'>): Promise<boolean> {
    this.require('deletes', key);
    await this.beforeWrite(key);
    return this.info(key)?.tag === tag && this.objects.delete(key);
  }

  /** As a step's role lets it, where a step is at work and this is a platform's bucket. */
  private require(side: 'reads' | 'writes' | 'deletes', key: string): void {
    const layer = this.layer();
    if (layer !== undefined) requireAccess({ store: this, layer, side }, key);
  }

  private requireRewritable(key: string): void {
    const layer = this.layer();
    if (layer !== undefined) requireRewritable({ store: this, layer }, key);
  }

  private layer(): Layer | undefined {
    return LAYERS.find((one): one is Layer => one === this.bucket);
  }

  private info(key: string): ObjectInfo | undefined {
    const object = this.objects.get(key);
    if (object === undefined) return undefined;
    const { body, modifiedAtMs } = object;
    return { key, sizeBytes: body.length, modifiedAtMs, tag: contentTag(body) };
  }
}

function contentTag(body: Uint8Array): string {
  const tag = contentTags.get(body) ?? createHash('md5').update(body).digest('hex');
  contentTags.set(body, tag);
  return tag;
}
