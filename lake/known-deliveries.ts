import type { Dataset } from '../core/contracts/dataset.ts';
import { tableKeys } from '../core/contracts/keys.ts';
import { columnMapping, deliveryTxn } from '../core/ingest/deliveries.ts';
import { fileId, followRewrites, type Rewrite, type SameRows } from '../core/ingest/follow-rewrites.ts';
import {
  type Departure,
  type KnownDeliveries,
  type KnownDelivery,
  knownDeliveriesSchema,
  type ListedDelivery,
  MOST_DEPARTURES,
  recogniser,
  sameRowsOf,
} from '../core/ingest/known-deliveries.ts';
import type { Snapshot } from '../tables/index.ts';
import { jsonBytes, readJsonIfSound } from './json-object.ts';

/** What bronze is known to hold of the listed deliveries, while new ones are added to it. */
export interface DeliveryMemory {
  /** How bronze is known to hold the rows of the object as it lies there; undefined where that is not known. */
  heldAs(delivery: ListedDelivery): HeldAs | undefined;
  /** @param sequence undefined: as the log of the table tells that was opened */
  remember(delivery: ListedDelivery, sha256: string, sequence?: number): void;
  rememberDeparture(departure: Departure): void;
  /** Writes down what is known by now, where that is news. Objects that are no longer listed are forgotten. */
  keep(): Promise<void>;
}

export interface HeldAs {
  /** By their sha256. */
  readonly deliveries: readonly string[];
  /** Whether they came by other files, in whose place this one stands. */
  readonly isRelaid: boolean;
}

/** A Delta table as a source. */
export interface ListedTable {
  readonly id: string;
  readonly version: number;
  /** As far as its log still has them, oldest first. */
  rewritesSince(version: number): Promise<readonly Rewrite[]>;
}

interface Listed {
  readonly deliveries: readonly ListedDelivery[];
  readonly table?: ListedTable | undefined;
}

/** @param table bronze as it is before anything is added */
export async function deliveryMemory(dataset: Dataset, table: Snapshot, listed: Listed): Promise<DeliveryMemory> {
  const { store } = table.location;
  const key = tableKeys.deliveries(dataset.name);
  const mapping = columnMapping(dataset);
  const before = await readJsonIfSound(store, key, knownDeliveriesSchema);
  const known = await knownEntries(before, { table, mapping, listed });
  const departures = new Map((before?.departures ?? []).map((departure) => [departure.sha256, departure]));
  return {
    heldAs({ file }) {
      const entry = known.get(file);
      return entry && { deliveries: entry.holds ?? [entry.sha256], isRelaid: entry.holds !== undefined };
    },
    remember(delivery, sha256, sequence = sequenceOf(table, sha256)) {
      if (delivery.tag !== undefined && sequence !== undefined)
        known.set(delivery.file, entryOf(delivery, delivery.tag, { sha256, sequence }));
    },
    rememberDeparture: (departure) => void departures.set(departure.sha256, departure),
    async keep() {
      const now: KnownDeliveries = {
        mapping,
        deliveries: [...known.values()].filter((entry) => entry !== undefined),
        ...(listed.table === undefined ? {} : { table: { id: listed.table.id, version: listed.table.version } }),
        ...(departures.size === 0 ? {} : { departures: [...departures.values()].slice(-MOST_DEPARTURES) }),
      };
      // Of a first run that could read none, nothing is to be kept.
      const isNews =
        before !== undefined || now.deliveries.length > 0 || departures.size > 0 || now.table !== undefined;
      if (isNews && JSON.stringify(now) !== JSON.stringify(before)) await store.write(key, jsonBytes(now));
    },
  };
}

interface Knowing {
  readonly table: Snapshot;
  readonly mapping: string;
  readonly listed: Listed;
}

/** By the object's key. */
async function knownEntries(
  before: KnownDeliveries | undefined,
  { table, mapping, listed: { deliveries, table: source } }: Knowing,
): Promise<Map<string, KnownDelivery | undefined>> {
  const recognise = recogniser(before, mapping, table.txns);
  const found = new Map(deliveries.map((delivery) => [delivery.file, recognise(delivery)]));
  if (source === undefined || before?.mapping !== mapping) return found;
  const sequences = new Map(before.deliveries.map(({ sha256, sequence }) => [sha256, sequence]));
  const stands = new Map<string, readonly string[]>();
  for (const group of await wholeGroups(before, { table, source, deliveries }))
    for (const file of group.files) stands.set(file, group.deliveries);
  for (const delivery of deliveries) {
    const holds = stands.get(fileId(delivery));
    const [sha256 = ''] = holds ?? [];
    const sequence = sequences.get(sha256) ?? sequenceOf(table, sha256);
    const isKnown = holds !== undefined && sequence !== undefined && delivery.tag !== undefined;
    const isOwn = found.get(delivery.file)?.sha256 === sha256 && holds?.length === 1;
    if (!isKnown) found.set(delivery.file, undefined);
    else if (!isOwn)
      found.set(delivery.file, { ...entryOf(delivery, delivery.tag, { sha256, sequence }), holds: [...holds] });
  }
  return found;
}

/** The files of which it is known whose rows they have, all of them listed as they were. */
async function wholeGroups(
  before: KnownDeliveries,
  {
    table: { txns },
    source,
    deliveries,
  }: { readonly table: Snapshot; readonly source: ListedTable; readonly deliveries: readonly ListedDelivery[] },
): Promise<readonly SameRows[]> {
  const rewrites = before.table?.id === source.id ? await source.rewritesSince(before.table.version) : [];
  const recognise = recogniser(before, before.mapping, txns);
  const wasThere = new Set(before.deliveries.map(({ key, reading }) => fileId({ file: key, reading })));
  const sound = new Set(
    deliveries
      .filter((delivery) => !wasThere.has(fileId(delivery)) || recognise(delivery) !== undefined)
      .map((delivery) => fileId(delivery)),
  );
  return followRewrites(sameRowsOf(before, txns), rewrites, sound);
}

function entryOf(
  { file, sizeBytes, partition, reading }: ListedDelivery,
  tag: string,
  { sha256, sequence }: { readonly sha256: string; readonly sequence: number },
): KnownDelivery {
  return {
    key: file,
    tag,
    sizeBytes,
    partition,
    ...(reading === undefined ? {} : { reading }),
    sha256,
    txn: deliveryTxn(sha256).appId,
    sequence,
  };
}

/** From the statistics of the delivery's own data files; undefined where another engine has joined them with others'. */
function sequenceOf({ files }: Snapshot, sha256: string): number | undefined {
  const own = files.find(({ stats }) => stats?.min.delivery === sha256 && stats.max.delivery === sha256);
  return own?.stats === undefined ? undefined : Number(own.stats.min.sequence);
}
