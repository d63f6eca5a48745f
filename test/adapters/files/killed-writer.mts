import { localObjectStore } from '../../../adapters/files/object-store.ts';

/** Writes objects of one byte repeated, over and over, until it is killed. */
const store = localObjectStore(process.argv[2], 'bucket');
for (let round = 0; ; round += 1) {
  await store.write(String(round % 3), new Uint8Array(1024 * 1024).fill(round % 256));
  await new Promise((resolve) => setImmediate(resolve));
  if (round === 20) process.send?.('at work');
}
