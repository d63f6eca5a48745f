import { createHash } from 'node:crypto';
import type { ByteRange, ObjectInfo, ObjectStore } from '../../core/ports.ts';

const PIECE_BYTES = 4 * 2 ** 20;

/** A store whose objects all came at one instant, and are known by their content, as in S3: a disk's own times are other ones in each copy. */
export function undatedStore(store: ObjectStore, modifiedAtMs: number): ObjectStore {
  const tags = new Map<string, string>();
  const undated = async (info: ObjectInfo): Promise<ObjectInfo> => {
    const tag = await hashOf(store, info);
    tags.set(`${tag} ${info.key}`, info.tag);
    return { ...info, modifiedAtMs, tag };
  };
  const dated = (key: string, range: ByteRange): ByteRange => ({
    ...range,
    tag: range.tag === undefined ? undefined : tags.get(`${range.tag} ${key}`),
  });
  return {
    ...store,
    read: (key, range) => store.read(key, range && dated(key, range)),
    async list(prefix, after) {
      const undatedOnes: ObjectInfo[] = [];
      // One after the other: only a piece of one is in memory.
      for (const info of await store.list(prefix, after)) undatedOnes.push(await undated(info));
      return undatedOnes;
    },
    async head(key) {
      const info = await store.head(key);
      return info && (await undated(info));
    },
  };
}

async function hashOf(store: ObjectStore, { key, sizeBytes }: ObjectInfo): Promise<string> {
  const hash = createHash('sha256');
  for (let start = 0; start < sizeBytes; start += PIECE_BYTES)
    hash.update(await store.read(key, { start, end: start + PIECE_BYTES }));
  return hash.digest('hex');
}
