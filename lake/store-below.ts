import type { ObjectInfo, ObjectStore } from '../core/ports.ts';

/** A folder of a store as a store of its own: its keys begin below the folder, and no key reaches anything beside it. */
export function storeBelow(store: ObjectStore, folder: string): ObjectStore {
  const below = (key: string): string => `${folder}/${key}`;
  const relative = (info: ObjectInfo): ObjectInfo => ({ ...info, key: info.key.slice(below('').length) });
  return {
    bucket: `${store.bucket}/${folder}`,
    read: (key, range) => store.read(below(key), range),
    write: (key, body) => store.write(below(key), body),
    create: (key, body) => store.create(below(key), body),
    readTagged: (key) => store.readTagged(below(key)),
    replace: (key, body, tag) => store.replace(below(key), body, tag),
    async list(prefix, after) {
      const found = await store.list(below(prefix), after === undefined ? undefined : below(after));
      return found.map(relative);
    },
    async head(key) {
      const info = await store.head(below(key));
      return info && relative(info);
    },
    remove: (object) => store.remove({ ...object, key: below(object.key) }),
  };
}
