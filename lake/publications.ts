import * as z from 'zod';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import { runKeys } from '../core/contracts/keys.ts';
import { type Publication, publicationSchema } from '../core/contracts/publication.ts';
import { type Publications, withPublication } from '../core/forecast/publications.ts';
import { type ObjectStore, uriOf } from '../core/ports.ts';
import { readJsonIfPresent, updateJson } from './json-object.ts';

const publicationsSchema = z.array(publicationSchema).min(1);

/**
 * What was published of a data set, as far back as it may be in force: the table's log orders commits, but a checkpoint forgets the order.
 *
 * @throws ObjectNotFound when nothing was published yet, or the object is lost
 */
export async function readPublications(artifacts: ObjectStore, dataset: string): Promise<Publications> {
  const key = runKeys.publications(dataset);
  const publications = await readJsonIfPresent(artifacts, key, publicationsSchema);
  if (publications !== undefined) return publications;
  throw new PlatformError(ERROR_NAMES.objectNotFound, {
    problem: `no forecasts of '${dataset}' are known to be in force: the list of what was published is not there`,
    got: uriOf(artifacts, key),
    hint:
      `start the forecast state machine with ${JSON.stringify({ dataset, modelVersion: 'production' })}: what it publishes is in force, and looks go on from ` +
      'there; where the list was lost, its last object version has what was published before',
  });
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
