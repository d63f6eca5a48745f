import * as z from 'zod';

export const THOUSANDS_SEPARATORS = [',', '.', ' ', "'"] as const;
export const AGGREGATES = ['mean', 'median', 'min', 'max', 'sum', 'last', 'count'] as const;

/** The one mark cannot stand for both. */
export function isOneMarkTwice({
  thousandsSeparator,
  decimalComma,
}: {
  readonly thousandsSeparator: (typeof THOUSANDS_SEPARATORS)[number] | null;
  readonly decimalComma: boolean;
}): boolean {
  return thousandsSeparator === (decimalComma ? ',' : '.');
}

const timeZone = z
  .string()
  .refine(isTimeZone, "a zone of the IANA database: 'Europe/Berlin', 'America/New_York', 'UTC'");

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const limit = z.number().min(0).nullable();

/**
 * What one delivery may be beside those before it; null: no limit. A delivery beyond one is not read until a person has ruled on it, or the limit
 * is another one. The first delivery is never judged, nor one that silver holds already. All of them are for data sets whose files are alike: where
 * each holds a part of the panel, or a Delta table wrote them, sizes and series differ by design.
 */
export const deliveryLimitsSchema = z.strictObject({
  /** Of its rows, those that give another value for a (unique_id, ds) that is held already. */
  maxRestatedShare: limit,
  /** Of its rows to those that are usual: the median of the up to ten deliveries before. Judged from the third delivery on. */
  minSizeRatio: z.number().gt(0).max(1).nullable(),
  maxSizeRatio: z.number().min(1).nullable(),
  /** Of the series that were known before, how many more it brings: 1 doubles the panel. */
  maxNewSeriesShare: limit,
  /** Of the series of the delivery before, those that it does not have. */
  maxVanishedSeriesShare: limit,
});
export type DeliveryLimits = z.infer<typeof deliveryLimitsSchema>;

/** What a person brings once is as it is. */
export const NO_DELIVERY_LIMITS: DeliveryLimits = {
  maxRestatedShare: null,
  minSizeRatio: null,
  maxSizeRatio: null,
  maxNewSeriesShare: null,
  maxVanishedSeriesShare: null,
};

/** What a delivered row must look like, and how much of a delivery may be refused before the whole run is. */
export const dataContractSchema = z.strictObject({
  min: z.number().optional(),
  max: z.number().optional(),
  /** Texts that mean "no value", beside the empty one. Such rows are planned behind the last value of their series, else gaps in quarantine. */
  missingValues: z.array(z.string()),
  maxQuarantineShare: z.number().min(0).max(1),
  /** A later delivery that gives another value for the same (unique_id, ds). */
  restatements: z.enum(['last-delivery-wins', 'quarantine']),
  /** How to read dates with the year last, of two digits or four ('69' is 1969, '68' 2068); 'iso' refuses them as ambiguous. */
  dateOrder: z.enum(['iso', 'day-first', 'month-first']),
  decimalComma: z.boolean(),
  /** What stands between groups of three digits: '1,287' with ','. null: there is nothing, and a value that has one is refused. */
  thousandsSeparator: z.enum(THOUSANDS_SEPARATORS).nullable(),
  /**
   * The clock that dates and times without an offset are of: 'Europe/Berlin'; null is UTC. By the hour they become UTC's; in a coarser series, dates with an
   * offset are brought to this zone's calendar. An hour that the clock skips is refused, of one that it shows twice the earlier row is the first.
   */
  timeZone: timeZone.nullable(),
  /**
   * What the rows of one series within one period become where the data are finer than the frequency; null: such rows are refused. By sum and count each
   * row of a delivery counts, whatever stands beside it; by the others, equal ones of one timestamp are one reading, and different ones contradict.
   */
  aggregate: z.enum(AGGREGATES).nullable(),
  /** Published values further from what the series was observed to be than so many times its range are implausible, and say so. */
  maxBeyondObserved: z.number().positive(),
  deliveries: deliveryLimitsSchema,
});
export type DataContract = z.infer<typeof dataContractSchema>;

/** What of the contract decides what becomes of rows that are read: whether a delivery is read at all is another question. */
export function readingContract(contract: DataContract): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(contract).filter(([field]) => field !== 'deliveries'));
}
