import type { Dataset } from '../core/contracts/dataset.ts';
import { tableKeys } from '../core/contracts/keys.ts';
import { columnMapping, deliveryTxn } from '../core/ingest/deliveries.ts';
import {
  type KnownDeliveries,
  type KnownDelivery,
  knownDeliveriesSchema,
  type ListedDelivery,
  recogniser,
} from '../core/ingest/known-deliveries.ts';
import type { Snapshot } from '../tables/index.ts';
import { jsonBytes, readJsonIfSound } from './json-object.ts';

/** What bronze is known to hold of the listed deliveries, while new ones are added to it. */
export interface DeliveryMemory {
  /** The sha256 by which bronze is known to hold the object as it lies there. */
  sha256Of(delivery: ListedDelivery): string | undefined;
  /** @param sequence undefined: as the log of the table tells that was opened */
  remember(delivery: ListedDelivery, sha256: string, sequence?: number): void;
  /** Writes down what is known by now, where that is news. Objects that are no longer listed are forgotten. */
  keep(): Promise<void>;
}

/** @param table bronze as it is before anything is added */
export async function deliveryMemory(
  dataset: Dataset,
  table: Snapshot,
  listed: readonly ListedDelivery[],
): Promise<DeliveryMemory> {
  const { store } = table.location;
  const key = tableKeys.deliveries(dataset.name);
  const mapping = columnMapping(dataset);
  const before = await readJsonIfSound(store, key, knownDeliveriesSchema);
  const recognise = recogniser(before, mapping, table.txns);
  const known = new Map<string, KnownDelivery | undefined>(
    listed.map((delivery) => [delivery.file, recognise(delivery)]),
  );
  return {
    sha256Of: ({ file }) => known.get(file)?.sha256,
    remember({ file, tag, sizeBytes, partition, reading }, sha256, sequence = sequenceOf(table, sha256)) {
      if (tag === undefined || sequence === undefined) return;
      known.set(file, {
        key: file,
        tag,
        sizeBytes,
        partition,
        ...(reading === undefined ? {} : { reading }),
        sha256,
        txn: deliveryTxn(sha256).appId,
        sequence,
      });
    },
    async keep() {
      const deliveries = [...known.values()].filter((entry) => entry !== undefined);
      const now: KnownDeliveries = { mapping, deliveries };
      if (JSON.stringify(now) !== JSON.stringify(before)) await store.write(key, jsonBytes(now));
    },
  };
}

/** From the statistics of the delivery's own data files; undefined where another engine has joined them with others'. */
function sequenceOf({ files }: Snapshot, sha256: string): number | undefined {
  const own = files.find(({ stats }) => stats?.min.delivery === sha256 && stats.max.delivery === sha256);
  return own?.stats === undefined ? undefined : Number(own.stats.min.sequence);
}
