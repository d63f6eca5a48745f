import type { DataContract } from '../contracts/data-contract.ts';
import type { Frequency } from '../contracts/frequency.ts';
import { plural } from '../contracts/figures.ts';
import { countAll } from '../transform/ledger.ts';
import type { BronzeReading } from '../transform/read-bronze.ts';
import type { ColumnProfile } from './column-profile.ts';
import { clockDoubts } from './clock-doubts.ts';
import { dateOrderOf } from './date-order.ts';
import { frequencyOf } from './find-frequency.ts';
import { zoneOfDates } from './find-zone.ts';
import { missingMarkers } from './missing-markers.ts';
import { type AskedStyle, numberStyleOf } from './number-style.ts';
import { type DeliveredRows, rowsOf, silverOf } from './rows.ts';
import type { Doubt } from './undecided.ts';

/** What a person has said of the formats; what is absent is for the file to say. */
export interface Asked extends AskedStyle {
  readonly dateOrder?: DataContract['dateOrder'] | undefined;
  readonly timeZone?: string | undefined;
  readonly frequency?: Frequency | undefined;
  readonly min?: number | undefined;
}

export interface Settled {
  readonly contract: DataContract;
  readonly frequency: Frequency;
  readonly reading: BronzeReading;
  readonly doubts: readonly Doubt[];
}

interface Columns {
  readonly timestamp: ColumnProfile;
  readonly target: ColumnProfile;
}

/**
 * The contract and the frequency that these rows are read by.
 *
 * @param plain the contract of a data set about which no more is known, with what a person has said
 * @throws SourceRefused where two readings would do, or none
 */
export function settle(
  deliveries: readonly DeliveredRows[],
  plain: DataContract,
  { asked, timestamp, target }: Columns & { readonly asked: Asked },
): Settled {
  const values = valuesBy(deliveries, plain, { asked, target });
  const dates = datesBy(deliveries, values.contract, { asked, timestamp });
  const found =
    asked.frequency === undefined
      ? frequencyOf(deliveries, dates.contract)
      : { frequency: asked.frequency, doubts: [] };
  const { frequency } = found;
  const reading = silverOf(deliveries, { contract: dates.contract, frequency });
  const bounded = boundedBy(reading, dates.contract, asked);
  return {
    contract: bounded.contract,
    frequency,
    reading,
    doubts: [
      ...values.doubts,
      ...dates.doubts,
      ...found.doubts,
      ...clockDoubts(deliveries, { contract: dates.contract, frequency, reading }),
      ...plannedDoubts(reading),
      ...bounded.doubts,
    ],
  };
}

interface Step {
  readonly contract: DataContract;
  readonly doubts: readonly Doubt[];
}

function valuesBy(
  deliveries: readonly DeliveredRows[],
  plain: DataContract,
  { asked, target }: { readonly asked: AskedStyle; readonly target: ColumnProfile },
): Step {
  const texts = Array.from(rowsOf(deliveries), ({ value }) => value);
  const { markers, doubts } = missingMarkers(texts, plain);
  const contract = { ...plain, missingValues: [...plain.missingValues, ...markers] };
  // Numbers that are stored as such are written in no style.
  if (target.kind === 'number') return { contract, doubts };
  const found = numberStyleOf(rowsOf(deliveries), { column: target.name, contract, asked });
  return { contract: { ...contract, ...found.style }, doubts: [...doubts, ...found.doubts] };
}

function datesBy(
  deliveries: readonly DeliveredRows[],
  plain: DataContract,
  { asked, timestamp }: { readonly asked: Asked; readonly timestamp: ColumnProfile },
): Step {
  const texts = Array.from(rowsOf(deliveries), (row) => row.timestamp);
  const order =
    asked.dateOrder === undefined ? dateOrderOf(texts, timestamp.name) : { dateOrder: asked.dateOrder, doubts: [] };
  const contract = { ...plain, dateOrder: order.dateOrder };
  const byTheHour = asked.frequency === 'hour';
  const zone = asked.timeZone !== undefined || byTheHour ? undefined : zoneOfDates(deliveries, contract);
  if (zone === undefined) return { contract, doubts: order.doubts };
  return { contract: { ...contract, timeZone: zone.timeZone }, doubts: [...order.doubts, zone.doubt] };
}

function plannedDoubts({ ledger }: BronzeReading): readonly Doubt[] {
  const { planned } = countAll(ledger).counts;
  if (planned === 0) return [];
  const rows = plural(planned, 'row has', 'rows have');
  const says = `${rows} no value yet: columns that are known ahead there, such as prices, can be named (--regressors A,B)`;
  return [{ field: 'regressors', says }];
}

/** Counts do not go below zero; whether other quantities may is for a person to say. */
function boundedBy({ series: { panel } }: BronzeReading, contract: DataContract, { min }: Asked): Step {
  const { y } = panel;
  if (min !== undefined || y.length === 0 || y.some((value) => value < 0)) return { contract, doubts: [] };
  const field = 'contract.min';
  const isCount = y.every((value) => Number.isInteger(value)) || y.includes(0);
  if (isCount) {
    const says =
      'no value is below 0, and they look like counts or amounts: forecasts stay above it, too, and a row below it is refused. Remove it where values may be negative';
    return { contract: { ...contract, min: 0 }, doubts: [{ field, says }] };
  }
  const says = 'no value is below 0; where none can be, say so, and forecasts stay above it, too (--min 0)';
  return { contract, doubts: [{ field, says }] };
}
