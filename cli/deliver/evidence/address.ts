import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { deliveryKeys } from '../../../core/contracts/delivery.ts';

const BUCKET = /^s3:\/\/([^/]+)\/?$/;

/**
 * Where a person opens the page: in the console, whose reader needs no more than the right to read the object; of a folder, the file.
 *
 * @param store `s3://bucket`, or a folder
 */
export function pageAddress(commit: string, store: string, region: string): string {
  const key = deliveryKeys.evidencePage(commit);
  const bucket = BUCKET.exec(store)?.[1];
  if (bucket === undefined) return pathToFileURL(resolve(store, key)).href;
  const query = new URLSearchParams({ region, prefix: key });
  return `https://${region}.console.aws.amazon.com/s3/object/${encodeURIComponent(bucket)}?${query.toString()}`;
}

/** What a build project's shell reads, and CodePipeline passes on: one assignment a line, quoted. */
export function shellExports(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", String.raw`'\''`)}'\n`)
    .join('');
}
