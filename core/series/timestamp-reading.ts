import type { DataContract } from '../contracts/data-contract.ts';
import type { Dataset } from '../contracts/dataset.ts';
import type { Frequency } from '../contracts/frequency.ts';
import type { QuarantineReason } from '../contracts/quarantine.ts';
import { type Zone, zoneNamed } from './time-zone.ts';

export type TimestampProblem = Extract<QuarantineReason, 'bad-date' | 'ambiguous-date'>;

/** By what timestamps are read. */
export interface TimestampReading {
  readonly dateOrder: DataContract['dateOrder'];
  readonly frequency: Frequency;
  /** Of dates without an offset; null: UTC. */
  readonly zone: Zone | null;
}

export function timestampReading({
  contract: { dateOrder, timeZone },
  frequency,
}: Pick<Dataset, 'contract' | 'frequency'>): TimestampReading {
  return { dateOrder, frequency, zone: timeZone === null ? null : zoneNamed(timeZone) };
}
