import type { Dataset } from '../contracts/dataset.ts';
import { LIKELY_ZONES } from '../ingest/local-midnights.ts';
import { readMoment } from '../series/timestamp/read-timestamp.ts';
import { countAll } from '../transform/ledger.ts';
import type { BronzeReading } from '../transform/read-bronze.ts';
import { type DeliveredRows, rowsOf, silverOf } from './rows.ts';
import type { Doubt } from './undecided.ts';

type Read = Pick<Dataset, 'contract' | 'frequency'> & { readonly reading: BronzeReading };

/** Of an hourly series without offsets, whose clock is meant: an hour that stands twice and one that is missing give it away. */
export function clockDoubts(
  deliveries: readonly DeliveredRows[],
  { contract, frequency, reading }: Read,
): readonly Doubt[] {
  if (frequency !== 'hour' || contract.timeZone !== null || hasOffset(deliveries, contract)) return [];
  const field = 'contract.timeZone';
  const zones = contradictions(reading) === 0 ? [] : zonesThatSettle(deliveries, contract, reading);
  if (zones.length === 0) {
    const says =
      'the times name no zone, and are read as UTC; where they are of a clock that is put forward and back, say whose: --time-zone';
    return [{ field, says }];
  }
  const says =
    `the times name no zone, and are read as UTC; an hour stands twice, as on the clocks of ${zones.join(', ')}: ` +
    `say whose it is, --time-zone ${zones[0]}`;
  return [{ field, says }];
}

function hasOffset(deliveries: readonly DeliveredRows[], { dateOrder }: Dataset['contract']): boolean {
  for (const { timestamp } of rowsOf(deliveries)) {
    const moment = readMoment(timestamp, { dateOrder, frequency: 'hour' });
    if (typeof moment !== 'string') return moment.offsetMs !== undefined;
  }
  return false;
}

/** By whose clock no row contradicts another, and none is of an hour that the clock skips: more rows are read than without. */
function zonesThatSettle(
  deliveries: readonly DeliveredRows[],
  contract: Dataset['contract'],
  reading: BronzeReading,
): readonly string[] {
  const { silver } = countAll(reading.ledger).counts;
  return LIKELY_ZONES.filter((timeZone) => {
    const local = silverOf(deliveries, { contract: { ...contract, timeZone }, frequency: 'hour' });
    return contradictions(local) === 0 && countAll(local.ledger).counts.silver > silver;
  });
}

function contradictions({ ledger }: BronzeReading): number {
  return countAll(ledger).reasons.get('conflicting-duplicate') ?? 0;
}
