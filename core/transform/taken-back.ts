import type { Dataset } from '../contracts/dataset.ts';
import { deliveryCommands } from '../contracts/delivery-commands.ts';
import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import { significantPercent, thousands } from '../contracts/figures.ts';
import { shown } from '../contracts/visible.ts';
import type { Departure } from '../ingest/known-deliveries.ts';
import { countBefore, type LongColumns, type Panel, seriesAt } from '../series/panel.ts';

/** What silver held, and what of it a table no longer says. */
export interface TakenBack {
  readonly held: number;
  readonly gone: number;
  /** There yet, with another value. */
  readonly changed: number;
}

/** @param before silver's rows in any order; @param now what they would become */
export function countTakenBack(before: LongColumns, now: Panel): TakenBack {
  const seriesOf = new Map(now.uniqueIds.map((uniqueId, index) => [uniqueId, seriesAt(now, index)]));
  let [gone, changed] = [0, 0];
  for (let row = 0; row < before.ds.length; row++) {
    const series = seriesOf.get(before.uniqueId[row]);
    const at = series === undefined ? 0 : countBefore(series.ds, before.ds[row]);
    if (series?.ds[at] !== before.ds[row]) gone += 1;
    else if (series.y[at] !== before.y[row]) changed += 1;
  }
  return { held: before.ds.length, gone, changed };
}

interface Judging {
  readonly dataset: Pick<Dataset, 'name' | 'contract'>;
  /** Where the platform is, as its commands are told. */
  readonly place: string;
}

/**
 * The error where a table took back more of what silver holds than a delivery may restate; undefined where it did not. A row that is gone is as
 * suspicious as one of another value, and the whole table is the delivery.
 */
export function judgeTakenBack(
  { held, gone, changed }: TakenBack,
  { sha256, key }: Departure,
  { dataset: { name, contract }, place }: Judging,
): PlatformError | undefined {
  const { maxRestatedShare: most } = contract.deliveries;
  const share = (gone + changed) / held;
  if (most === null || held === 0 || share <= most) return undefined;
  const { list, accept } = deliveryCommands({ dataset: name, delivery: sha256 }, place);
  return new PlatformError(ERROR_NAMES.deliveryBeyondLimits, {
    problem:
      `what the Delta table of '${name}' lost by ${shown(key, KEY_CHARACTERS)} (sha256 ${sha256}) is beyond its limits: of the ${thousands(held)} values that ` +
      `silver holds, ${thousands(gone)} are gone and ${thousands(changed)} are others`,
    got: significantPercent(share),
    allowed: `at most ${significantPercent(most)} (contract.deliveries.maxRestatedShare; of a replay: --max-restated)`,
    hint:
      `nothing is read before somebody has looked at it ("${list}"). If it is right: "${accept}"; if not, bring the table back where it is made ` +
      '(RESTORE TABLE ... TO VERSION AS OF ...); if it often is like that, the contract needs another limit. Then start the run again',
  });
}

const KEY_CHARACTERS = 300;
