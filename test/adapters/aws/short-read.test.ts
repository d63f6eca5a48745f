import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { s3ObjectStore } from '../../../adapters/aws/object-store.ts';
import type { ObjectStore } from '../../../core/ports.ts';

/** Promises ten bytes, and breaks off after four. */
const server = createServer((_, response) => {
  response.writeHead(200, { 'content-length': '10', etag: '"1"' });
  response.write('four', () => response.destroy());
});
let store: ObjectStore;

beforeAll(async () => {
  server.listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const endpoint = `http://127.0.0.1:${port}`;
  store = s3ObjectStore(
    new S3Client({ endpoint, credentials, region: 'eu-central-1', forcePathStyle: true, maxAttempts: 1 }),
    'bucket',
  );
});
afterAll(() => void server.close());

it.each([
  ['read', () => store.read('key')],
  ['read of a range', () => store.read('key', { start: 0, end: 10 })],
  ['tagged read', () => store.readTagged('key')],
])('a %s that ends early is an error, and no shorter object', async (_, read) => {
  await expect(read()).rejects.toThrow();
});
