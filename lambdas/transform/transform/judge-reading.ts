import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { DeliveryFigures } from '../../../core/contracts/delivery-figures.ts';
import type { PlatformError } from '../../../core/contracts/errors.ts';
import { RULINGS } from '../../../core/contracts/rulings.ts';
import { judgeDeliveries } from '../../../core/transform/judge-deliveries.ts';
import type { BronzeReading } from '../../../core/transform/read-bronze.ts';
import { doneVersion } from '../../../core/transform/silver-txn.ts';
import { withUsualRows } from '../../../core/transform/usual-rows.ts';
import { ledgerOfTable } from '../../../lake/silver-ledger.ts';
import { judgeDeparture, type Judging } from './judge-departure.ts';

/** A reading, and what its deliveries are beside those before them. */
export interface JudgedReading extends BronzeReading {
  readonly deliveries: readonly DeliveryFigures[];
  /** Of them, those of which silver holds nothing so far. */
  readonly unread: readonly DeliveryFigures[];
  readonly beyondLimits: PlatformError | undefined;
}

export async function judgeReading(reading: BronzeReading, judging: Judging): Promise<JudgedReading> {
  const { dataset, tables, rulings, place } = judging;
  const isAccepted = (delivery: string) => rulings.get(delivery)?.ruling === RULINGS.accept;
  const isHeld = await heldDeliveries(dataset, tables);
  const deliveries = withUsualRows(reading.deliveries, isAccepted);
  return {
    ...reading,
    deliveries,
    unread: deliveries.filter((figures) => !isHeld(figures)),
    beyondLimits:
      judgeDeliveries(deliveries, { dataset, isHeld, isAccepted, place }) ??
      (await judgeDeparture(reading.series.panel, judging)),
  };
}

/** Tells of which deliveries silver holds what they said, as its tables are now. */
async function heldDeliveries(
  { name }: Dataset,
  { series }: Judging['tables'],
): Promise<(figures: Pick<DeliveryFigures, 'delivery' | 'sequence'>) => boolean> {
  const deliveries = (await ledgerOfTable(series, name))?.deliveries;
  if (deliveries !== undefined) {
    const held = new Set(deliveries.map(({ delivery }) => delivery));
    return ({ delivery }) => held.has(delivery);
  }
  // A ledger that is lost, or of a release that kept no deliveries: of two that raced for a version one passes unjudged at worst.
  const done = doneVersion(series.txns);
  return ({ sequence }) => sequence < done;
}
