import { decodeLook, encodeLook, type Look } from '../core/blend/look-file.ts';
import { LOOKS_OF_ERRORS } from '../core/blend/looks.ts';
import { firstShare, type Share } from '../core/blend/share.ts';
import type { DateRange } from '../core/contracts/date-range.ts';
import { monitoringKeys } from '../core/contracts/keys.ts';
import type { Recipe } from '../core/contracts/recipe.ts';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import { type ObjectStore, type Ports, uriOf } from '../core/ports.ts';
import { canonicalJson } from '../core/signing/canonical-json.ts';

export async function writeLook(artifacts: ObjectStore, dataset: string, look: Look): Promise<void> {
  await artifacts.write(monitoringKeys.look(dataset, look.header.asOf), new TextEncoder().encode(encodeLook(look)));
}

/** undefined where there was no look at that date, or nothing had come true. @throws ArtifactMismatch */
export async function readLook(artifacts: ObjectStore, dataset: string, asOf: string): Promise<Look | undefined> {
  const key = monitoringKeys.look(dataset, asOf);
  const found = await artifacts.readTagged(key);
  return found && lookIn(found.body, uriOf(artifacts, key));
}

function lookIn(body: Uint8Array, uri: string): Look {
  try {
    return decodeLook(new TextDecoder().decode(body));
  } catch (error) {
    throw new PlatformError(ERROR_NAMES.artifactMismatch, {
      problem: `${uri} is not what a look left`,
      got: error instanceof Error ? error.message : String(error),
      allowed: "a look's header, and a line a series",
      hint: 'what a look left never changes: restore the first object version; without the file, fits learn nothing from that look',
    });
  }
}

export interface LookedFor {
  /** The last period that may be known. */
  readonly upTo: string;
  /** What came true in these is not learned from. */
  readonly setAside?: readonly DateRange[];
}

/** Keys of the looks that knew nothing of what came later: newest first, as many as weights remember. */
export async function lookKeys(
  artifacts: ObjectStore,
  dataset: string,
  { upTo, setAside = [] }: LookedFor,
): Promise<readonly string[]> {
  const newest = monitoringKeys.look(dataset, upTo);
  const found = await artifacts.list(monitoringKeys.looks(dataset));
  const left = new Set(setAside.map(({ end }) => monitoringKeys.look(dataset, end)));
  const keys = found.map(({ key }) => key).filter((key) => key <= newest && !left.has(key));
  return keys.slice(-LOOKS_OF_ERRORS).reverse();
}

export interface LearnedBy {
  readonly dataset: string;
  readonly recipe: Recipe;
  /** Of looks, newest first. */
  readonly keys: readonly string[];
}

/** What the newest look at forecasts of this recipe has learned of its share; the recipe's first share where there was none. */
export async function learnedShare(
  { dataset, recipe, keys }: LearnedBy,
  { stores, registry }: Pick<Ports, 'stores' | 'registry'>,
): Promise<Share> {
  for (const key of keys) {
    const { header } = lookIn(await stores.artifacts.read(key), uriOf(stores.artifacts, key));
    // A look names the candidates; a recipe is more than they are.
    if (canonicalJson(header.candidates) !== canonicalJson(recipe.candidates)) continue;
    const looked = await registry.describe(dataset, header.version);
    if (canonicalJson(looked.recipe) === canonicalJson(recipe)) return header.share.after;
  }
  return firstShare(recipe.kind);
}
