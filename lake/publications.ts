import * as z from 'zod';
import { runKeys } from '../core/contracts/keys.ts';
import { type Publication, publicationSchema } from '../core/contracts/publication.ts';
import { type Publications, withPublication } from '../core/forecast/publications.ts';
import type { ObjectStore } from '../core/ports.ts';
import { readJson, updateJson } from './json-object.ts';

const publicationsSchema = z.array(publicationSchema).min(1);

/**
 * What was published of a data set, as far back as it may be in force: the table's log orders commits, but a checkpoint forgets the order.
 *
 * @throws ObjectNotFound when nothing was published yet
 */
export async function readPublications(artifacts: ObjectStore, dataset: string): Promise<Publications> {
  return readJson(artifacts, runKeys.publications(dataset), publicationsSchema);
}

/** The one that was published last. @throws ObjectNotFound when nothing was published yet */
export async function newestPublication(artifacts: ObjectStore, dataset: string): Promise<Publication> {
  const publications = await readPublications(artifacts, dataset);
  return publications[publications.length - 1];
}

/** `runs/<dataset>/publications.json` with one more, by compare-and-set: two runs that publish at once are both in it. */
export async function recordPublication(
  artifacts: ObjectStore,
  dataset: string,
  publication: Publication,
): Promise<void> {
  await updateJson<Publications>(artifacts, runKeys.publications(dataset), {
    schema: publicationsSchema,
    initial: [],
    change: (before) => withPublication(before, publication),
  });
}
