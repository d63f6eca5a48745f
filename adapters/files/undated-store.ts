import { createHash } from 'node:crypto';
import type { ObjectInfo, ObjectStore } from '../../core/ports.ts';

/** A store whose objects all came at one instant, and are known by their content, as in S3: a disk's own times are other ones in each copy. */
export function undatedStore(store: ObjectStore, modifiedAtMs: number): ObjectStore {
  const undated = async (info: ObjectInfo): Promise<ObjectInfo> => {
    const content = await store.read(info.key);
    return { ...info, modifiedAtMs, tag: createHash('sha256').update(content).digest('hex') };
  };
  return {
    ...store,
    async list(prefix, after) {
      const undatedOnes: ObjectInfo[] = [];
      // One after the other: only one is in memory.
      for (const info of await store.list(prefix, after)) undatedOnes.push(await undated(info));
      return undatedOnes;
    },
    async head(key) {
      const info = await store.head(key);
      return info && (await undated(info));
    },
  };
}
