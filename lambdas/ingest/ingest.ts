import type * as z from 'zod';
import { withdrawnDeliveries } from '../../core/contracts/rulings.ts';
import { ingestStep } from '../../core/contracts/steps/ingest.ts';
import { observationsSchema, tablePath } from '../../core/contracts/tables.ts';
import { shortSha256 } from '../../core/ingest/find-delivery.ts';
import { refusal } from '../../core/ingest/refusal.ts';
import type { Notifier, ObjectStore, Ports } from '../../core/ports.ts';
import { deliveryMemory } from '../../lake/known-deliveries.ts';
import { rulingsOn } from '../../lake/rulings.ts';
import { listSource, nothingDelivered, readContent } from '../../sources/deliveries.ts';
import type { Listing } from '../../sources/delivery.ts';
import { ensureTable, findTable, openTable, type Snapshot } from '../../tables/index.ts';
import { onAws } from '../shell.ts';
import { addDelivery, type Bronze } from './ingest/add-delivery.ts';
import { withdrawDeparted } from './ingest/withdraw-departed.ts';

type Input = z.infer<typeof ingestStep.input>;
type Output = z.infer<typeof ingestStep.output>;

/**
 * Adds every delivered file that bronze does not hold yet, one commit a file; a file that is known by its tag is not read. A file that is
 * refused stops the run; the files before it stay committed, and the next run goes on from there. A file without a row is no reason to stop: people
 * are told of it once, and it is only refused where bronze holds no row at all. What is withdrawn stays so, however often it comes again. Where the
 * source is a Delta table, bronze then loses what the table has no more (docs/decisions/0029-a-delta-table-as-a-source.md).
 * @throws SourceRefused, CommitConflict
 */
export async function run(
  { dataset: name }: Input,
  { datasets, stores, shared, notifier, clock }: Pick<Ports, 'stores' | 'shared' | 'datasets' | 'notifier' | 'clock'>,
): Promise<Output> {
  const dataset = datasets.find(name);
  const { of } = dataset.source;
  const source = of === undefined ? stores.landing : shared.of(of.environment, of.layer);
  const location = { store: stores.bronze, path: tablePath(name, 'observations') };
  // Before the source is listed: nothing that came of it can be newer than the list.
  const before = dataset.source.format === 'delta' ? await findTable(location) : undefined;
  const listing = await listSource(dataset, source);
  const table = await ensureTable(location, observationsSchema(dataset.frequency), { nowMs: clock.nowMs() });
  if (listing.deliveries.length === 0 && table.files.length === 0) throw nothingDelivered(dataset, source);
  const memory = await deliveryMemory(dataset, table, listing);
  const ruledOut = new Set(withdrawnDeliveries(await rulingsOn(stores.bronze, name)));
  const changed = await bringUp({ dataset, table, memory, clock }, { listing, source, before, ruledOut });
  const { empty, newRows } = changed;
  // Another run may have added some meanwhile.
  const hasRows = table.files.length > 0 || newRows > 0 || (await openTable(location)).files.length > 0;
  if (!hasRows) throw noRows(listing.deliveries[0].file);
  await tell(notifier, name, { empty, released: changed.left.deliveries.filter((sha256) => ruledOut.has(sha256)) });
  return outputOf(listing, changed);
}

export const handler = onAws(ingestStep, run);

interface Source {
  readonly listing: Listing;
  readonly source: ObjectStore;
  /** Bronze before the source was listed; undefined where nothing leaves it. */
  readonly before: Snapshot | undefined;
  /** The deliveries that a person has withdrawn, by their sha256. */
  readonly ruledOut: ReadonlySet<string>;
}

type Changed = Awaited<ReturnType<typeof addAll>> & { readonly left: Awaited<ReturnType<typeof withdrawLeft>> };

async function bringUp(bronze: Omit<Bronze, 'after'>, source: Source): Promise<Changed> {
  try {
    const added = await addAll(bronze, source);
    const left = await withdrawLeft(bronze, { ...source, ...added });
    return { ...added, left };
  } finally {
    // Of a run that a file stopped, too: the files before it are in the table.
    await bronze.memory.keep();
  }
}

async function addAll(bronze: Omit<Bronze, 'after'>, { listing, source, ruledOut }: Source) {
  const counts = { version: bronze.table.version, newFiles: 0, newRows: 0, relaidFiles: 0 };
  const [empty, withdrawn, present] = [new Array<string>(), new Array<string>(), new Set<string>()];
  for (const delivery of listing.deliveries) {
    const held = bronze.memory.heldAs(delivery);
    if (held === undefined) {
      const content = await readContent(source, delivery);
      const added = await addDelivery(content, delivery, { ...bronze, after: counts.version });
      present.add(added.sha256);
      counts.version = Math.max(counts.version, added.version);
      counts.newFiles += added.rows > 0 ? 1 : 0;
      counts.newRows += added.rows;
      if (added.isEmpty) empty.push(delivery.file);
      if (ruledOut.has(added.sha256)) withdrawn.push(delivery.file);
      continue;
    }
    for (const sha256 of held.deliveries) present.add(sha256);
    if (held.isRelaid) counts.relaidFiles += 1;
    if (held.deliveries.some((sha256) => ruledOut.has(sha256))) withdrawn.push(delivery.file);
  }
  return { ...counts, empty, withdrawn, present };
}

const NONE_LEFT = { version: 0, deliveries: [], rows: 0 };

/** Only a table says what it has no more: a file that was taken out of a folder is one that was read. */
async function withdrawLeft(
  { memory, clock }: Omit<Bronze, 'after'>,
  { listing, before, present, version }: Pick<Source, 'listing' | 'before'> & Awaited<ReturnType<typeof addAll>>,
) {
  if (listing.table === undefined || before === undefined) return NONE_LEFT;
  const { folder, key } = listing.table;
  const departing = { key, memory, after: version, nowMs: clock.nowMs() };
  return (await withdrawDeparted(before, { folder, deliveries: present }, departing)) ?? NONE_LEFT;
}

const MOST_NAMED = 20;

function outputOf({ deliveries, table }: Listing, { left, withdrawn, ...added }: Changed): Output {
  const { version, newFiles, newRows, relaidFiles } = added;
  const tableCounts = { leftDeliveries: left.deliveries.length, leftRows: left.rows, relaidFiles };
  return {
    bronzeVersion: Math.max(version, left.version),
    files: deliveries.length,
    newFiles,
    newRows,
    ...(table === undefined ? {} : { table: { version: table.version, ...tableCounts } }),
    ...(withdrawn.length === 0 ? {} : { withdrawn: withdrawn.slice(0, MOST_NAMED) }),
  };
}

/** @param news `released`: deliveries that people had withdrawn, and that bronze has lost */
async function tell(
  notifier: Notifier,
  dataset: string,
  news: { readonly empty: readonly string[]; readonly released: readonly string[] },
): Promise<void> {
  if (news.empty.length > 0) {
    const text = 'There is a header, but no row; what else was delivered is read';
    await notifier.notify(`${dataset}: an empty delivery`, `${text}:\n${named(news.empty)}\n`);
  }
  if (news.released.length > 0) {
    const text =
      'The Delta table has no longer the files of these withdrawn deliveries. Where their rows stand in other files of it now, they are read';
    const found = news.released.map(shortSha256);
    await notifier.notify(`${dataset}: a withdrawn delivery was written anew`, `${text}:\n${named(found)}\n`);
  }
}

function named(all: readonly string[]): string {
  const rest = all.length > MOST_NAMED ? `\nand ${all.length - MOST_NAMED} more` : '';
  return `${all.slice(0, MOST_NAMED).join('\n')}${rest}`;
}

function noRows(file: string) {
  return refusal({
    file,
    rule: 'there is a header, but no row',
    got: '0 rows',
    allowed: 'at least one row',
    hint: 'deliver the file again, or remove it',
  });
}
