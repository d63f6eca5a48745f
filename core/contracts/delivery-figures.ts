import * as z from 'zod';
import { deliverySha256 } from './rulings.ts';
import { count } from './steps/common.ts';

/** What one delivery was beside those before it, as far as they are read; the ledger of silver keeps it. Its limits: `contract.deliveries`. */
export const deliveryFiguresSchema = z.strictObject({
  delivery: deliverySha256,
  /** Of the landing object. */
  key: z.string(),
  /** As in bronze's column `sequence`. */
  sequence: count,
  /** The sum of the next six. */
  rows: count,
  /** Values of a (unique_id, ds) that none before it had, */
  newValues: count,
  /** and those of them that lie before the last one known of their series: late rows. */
  lateValues: count,
  /** Rows that give another value for one that was held; */
  restated: count,
  /** that say again what was held, or what another row of the delivery says; */
  repeated: count,
  /** that are refused, restated ones aside; */
  refused: count,
  /** that are empty behind the last value of their series. */
  planned: count,
  /** Different ids in it. */
  series: count,
  /** Ids that no delivery before it had, */
  newSeries: count,
  /** beside as many that some had. */
  knownSeries: count,
  /** Ids of the delivery before that it does not have, */
  vanishedSeries: count,
  /** of as many that that one had. */
  seriesBefore: count,
  /** Between these any number of rows is usual; null where too few deliveries came before. */
  usualRows: z.tuple([count, count]).nullable(),
});
export type DeliveryFigures = z.infer<typeof deliveryFiguresSchema>;
