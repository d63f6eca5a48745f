import { numberOfKey, tableKeys } from '../core/contracts/keys.ts';
import { inForce, type Ruling, rulingSchema, type RulingsInForce } from '../core/contracts/rulings.ts';
import type { ObjectStore } from '../core/ports.ts';
import { jsonBytes, readJson } from './json-object.ts';

/** What people have ruled on the deliveries of a data set, beside bronze's table. */
export async function rulingsOn(bronze: ObjectStore, dataset: string): Promise<RulingsInForce> {
  return inForce(await allRulings(bronze, dataset));
}

/** Every ruling that was made, oldest first. */
export async function allRulings(bronze: ObjectStore, dataset: string): Promise<readonly Ruling[]> {
  return (await numberedRulings(bronze, dataset)).map(({ ruling }) => ruling);
}

/**
 * Adds a ruling behind the newest, unless `decide` finds that there is none to add. What another writer added meanwhile is decided on anew: of two
 * that are asked for at once, the second knows of the first.
 *
 * @param decide pure; from every ruling so far, oldest first, the one to add, or one of them that says the same already
 */
export async function addRuling(
  bronze: ObjectStore,
  dataset: string,
  decide: (before: readonly Ruling[]) => Ruling,
): Promise<Ruling> {
  for (;;) {
    const before = await numberedRulings(bronze, dataset);
    const rulings = before.map(({ ruling }) => ruling);
    const ruling = decide(rulings);
    if (rulings.includes(ruling)) return ruling;
    const number = (before.at(-1)?.number ?? 0) + 1;
    // A race that is lost is another ruling in the list.
    if (await bronze.create(tableKeys.ruling(dataset, number), jsonBytes(ruling))) return ruling;
  }
}

interface NumberedRuling {
  readonly number: number;
  readonly ruling: Ruling;
}

async function numberedRulings(bronze: ObjectStore, dataset: string): Promise<readonly NumberedRuling[]> {
  const objects = await bronze.list(tableKeys.rulings(dataset));
  return Promise.all(
    objects.map(async ({ key }) => ({ number: numberOfKey(key), ruling: await readJson(bronze, key, rulingSchema) })),
  );
}
