import type { ObjectStore } from '../core/ports.ts';

/**
 * The bucket, in which the named files are read once: whoever reads one again gets the bytes of the first time. For a step that verifies a
 * file and then uses it, so that what is used is what was verified. They stay in memory as long as the step; ranges are read as ever.
 */
export function readOnce(store: ObjectStore, fileNames: readonly string[]): ObjectStore {
  const read = new Map<string, Promise<Uint8Array>>();
  return {
    bucket: store.bucket,
    read(key, range) {
      if (range !== undefined || !fileNames.includes(key.slice(key.lastIndexOf('/') + 1)))
        return store.read(key, range);
      const bytes = read.get(key) ?? store.read(key);
      read.set(key, bytes);
      return bytes;
    },
    write: (key, body) => store.write(key, body),
    create: (key, body) => store.create(key, body),
    readTagged: (key) => store.readTagged(key),
    replace: (key, body, tag) => store.replace(key, body, tag),
    list: (prefix, after) => store.list(prefix, after),
    head: (key) => store.head(key),
    remove: (object) => store.remove(object),
  };
}
