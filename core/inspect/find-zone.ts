import type { Dataset } from '../contracts/dataset.ts';
import { midnightCounter } from '../ingest/local-midnights.ts';
import { parseTimestamp } from '../series/parse-timestamp.ts';
import { timestampReading } from '../series/timestamp-reading.ts';
import type { DeliveredRows } from './rows.ts';
import { rowsOf } from './rows.ts';
import { type Doubt, undecided } from './undecided.ts';

/**
 * The zone of whose clock all timestamps are midnights, where they are those of another than UTC's: local dates.
 *
 * @throws SourceRefused where they are of none
 */
export function zoneOfDates(
  deliveries: readonly DeliveredRows[],
  contract: Dataset['contract'],
): { readonly timeZone: string; readonly doubt: Doubt } | undefined {
  const reading = timestampReading({ contract, frequency: 'day' });
  const counter = midnightCounter(reading, null);
  for (const { timestamp, line } of rowsOf(deliveries)) {
    const instant = parseTimestamp(timestamp, reading);
    if (typeof instant === 'number') counter.add(timestamp, instant, line);
  }
  const found = counter.found();
  if (found === undefined) return undefined;
  const { timeZone, seen } = found;
  if (timeZone === undefined) {
    throw undecided({
      problem: `the timestamps are ${seen}, which are no one zone's`,
      got: found.text,
      hint: 'write the dates alone, as 2012-03-04',
    });
  }
  const says = `the timestamps are ${seen}, as of ${timeZone} and its neighbours: local dates (--time-zone)`;
  return { timeZone, doubt: { field: 'contract.timeZone', says } };
}
