import { readJson } from '../../../lake/json-object.ts';
import { locate } from '../../../lake/object-uri.ts';
import { comparisonReportSchema } from '../../../core/contracts/promotion.ts';
import type { Ports } from '../../../core/ports.ts';

/** The RMSE that the version showed on its holdout when it was promoted; null where no comparison let it in. */
export async function promisedRmse(
  dataset: string,
  version: number,
  { production, stores }: Pick<Ports, 'production' | 'stores'>,
): Promise<number | null> {
  const moves = await production.history(dataset);
  const evidence = moves.findLast(({ to, action }) => to === version && action === 'promote')?.evidence;
  if (evidence === undefined || evidence === null) return null;
  const { store, key } = locate(stores, evidence.reportUri);
  return (await readJson(store, key, comparisonReportSchema)).challenger.rmse;
}
