import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { download } from '../../../containers/sagemaker/objects.ts';
import { storesOf } from '../../../lake/stores.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const PIECE = 16 * 1024 * 1024;

it.each([
  ['nothing', 0],
  ['exactly a piece', PIECE],
  ['more than a piece', PIECE + 3],
])('downloads an object of %s whole', async (_, size) => {
  const stores = storesOf((layer) => new MemoryStore(layer));
  const body = new Uint8Array(size).fill(7);
  body[size - 1] = 9;
  await stores.silver.write('weather/big', body);
  const folder = await temporaryFolder();

  await download(stores, { S3DataType: 'S3Prefix', S3Uri: 's3://silver/weather/' }, folder);

  expect(Buffer.compare(await readFile(join(folder, 'big')), Buffer.from(body))).toBe(0);
});
