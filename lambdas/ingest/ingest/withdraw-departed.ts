import { createHash } from 'node:crypto';
import { deliveryTxn, nextTxn } from '../../../core/ingest/deliveries.ts';
import { departedDeliveries, type Remaining } from '../../../lake/departed-deliveries.ts';
import type { DeliveryMemory } from '../../../lake/known-deliveries.ts';
import { rewriteFiles, type Snapshot } from '../../../tables/index.ts';

export interface Withdrawal {
  /** Bronze's version without them. */
  readonly version: number;
  readonly deliveries: readonly string[];
  readonly rows: number;
}

interface Departing {
  /** The landing key of what made the source what it is now. */
  readonly key: string;
  readonly memory: DeliveryMemory;
  /** Bronze's version by now, as far as this run knows. */
  readonly after: number;
  readonly nowMs: number;
}

/**
 * Takes out of bronze what its source has no more, in one commit; undefined where that is nothing. The files stay where they lie: bronze as of a version
 * of before has them.
 *
 * @param bronze as it was before the source was listed: what another run has added since, it may have found in a newer one
 * @throws CommitConflict where another run took some of it out
 */
export async function withdrawDeparted(
  bronze: Snapshot,
  remaining: Remaining,
  { key, memory, after, nowMs }: Departing,
): Promise<Withdrawal | undefined> {
  const { rows: departed, files, rest } = await departedDeliveries(bronze, remaining);
  if (departed.size === 0) return undefined;
  const deliveries = [...departed.keys()].sort();
  const furtherTxns = deliveries.map((delivery) => nextTxn(bronze.txns, delivery));
  const sha256 = createHash('sha256').update(JSON.stringify(furtherTxns)).digest('hex');
  const rows = [...departed.values()].reduce((sum, count) => sum + count, 0);
  memory.rememberDeparture({ sha256, key, sequence: after, deliveries: deliveries.length, rows });
  // Before the commit: a departure that nobody knows would not be judged.
  await memory.keep();
  const options = { step: 'withdraw', txn: deliveryTxn(sha256), furtherTxns, nowMs };
  const { version } = await rewriteFiles(
    bronze.location,
    { remove: files, batches: rest, because: { source: key } },
    options,
  );
  return { version, deliveries, rows };
}
