import { localObjectStore } from '../../adapters/files/object-store.ts';

/** A process of its own that adds one to the object 'a/count', so and so many times: `count-in-object.ts <root> <bucket> <times>`. */
const [root, bucket, times] = process.argv.slice(2);
const store = localObjectStore(root, bucket);

for (let added = 0; added < Number(times);) {
  const { body, tag } = (await store.readTagged('a/count'))!;
  const next = Number(new TextDecoder().decode(body)) + 1;
  if (await store.replace('a/count', new TextEncoder().encode(String(next)), tag)) added += 1;
}
