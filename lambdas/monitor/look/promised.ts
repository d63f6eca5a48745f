import { readJson } from '../../../lake/json-object.ts';
import { locate } from '../../../lake/object-uri.ts';
import { comparisonReportSchema, type Transition } from '../../../core/contracts/promotion.ts';
import type { Ports } from '../../../core/ports.ts';

/**
 * The RMSE that the recipe showed on its holdout when it went live: every refresh is held to it.
 *
 * @param entry the move by which the recipe in force went live
 * @returns null where no comparison let it in: a former recipe that came back rests on what it showed as a shadow
 */
export async function promisedRmse(
  entry: Transition | undefined,
  { stores }: Pick<Ports, 'stores'>,
): Promise<number | null> {
  if (entry?.action !== 'promote' || entry.evidence === null) return null;
  const { store, key } = locate(stores, entry.evidence.reportUri);
  const { verdict, challenger, production } = await readJson(store, key, comparisonReportSchema);
  return (verdict === 'naive' ? production : challenger).rmse;
}
