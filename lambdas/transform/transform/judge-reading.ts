import type { DeliveryFigures } from '../../../core/contracts/delivery-figures.ts';
import type { PlatformError } from '../../../core/contracts/errors.ts';
import { RULINGS } from '../../../core/contracts/rulings.ts';
import { judgeDeliveries } from '../../../core/transform/judge-deliveries.ts';
import type { BronzeReading } from '../../../core/transform/read-bronze.ts';
import { doneVersion } from '../../../core/transform/silver-txn.ts';
import type { DeliveryTally } from '../../../core/transform/tally-deliveries.ts';
import { withUsualRows } from '../../../core/transform/usual-rows.ts';
import { judgeDeparture, type Judging } from './judge-departure.ts';

/** What deliveries are beside those before them. */
export interface Judged {
  readonly deliveries: readonly DeliveryFigures[];
  /** Of them, those of which silver holds nothing so far. */
  readonly unread: readonly DeliveryFigures[];
  readonly beyondLimits: PlatformError | undefined;
}

/** All deliveries, and what of its source silver has lost with them. */
export async function judgeReading(reading: BronzeReading, judging: Judging): Promise<Judged> {
  const judged = judgeTallies(reading.deliveries, judging);
  return {
    ...judged,
    beyondLimits: judged.beyondLimits ?? (await judgeDeparture(reading.series.panel, judging)),
  };
}

/** @param tallies of all deliveries, in the order of arrival */
export function judgeTallies(tallies: readonly DeliveryTally[], judging: Judging): Judged {
  const { dataset, tables, rulings, place } = judging;
  const isAccepted = (delivery: string) => rulings.get(delivery)?.ruling === RULINGS.accept;
  const isHeld = heldDeliveries(tables);
  const deliveries = withUsualRows(tallies, isAccepted);
  return {
    deliveries,
    unread: deliveries.filter((figures) => !isHeld(figures)),
    beyondLimits: judgeDeliveries(deliveries, { dataset, isHeld, isAccepted, place }),
  };
}

/** Tells of which deliveries silver holds what they said, as its tables are now. */
function heldDeliveries({
  series,
  ledger,
}: Judging['tables']): (figures: Pick<DeliveryFigures, 'delivery' | 'sequence'>) => boolean {
  const deliveries = ledger?.deliveries;
  if (deliveries !== undefined) {
    const held = new Set(deliveries.map(({ delivery }) => delivery));
    return ({ delivery }) => held.has(delivery);
  }
  // A ledger that is lost, or of a release that kept no deliveries: of two that raced for a version one passes unjudged at worst.
  const done = doneVersion(series.txns);
  return ({ sequence }) => sequence < done;
}
