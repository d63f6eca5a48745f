import type { DeliveryFigures } from '../../core/contracts/delivery-figures.ts';
import { plural, thousands } from '../../core/contracts/figures.ts';
import type { Ruling } from '../../core/contracts/rulings.ts';
import { shortSha256 } from '../../core/ingest/find-delivery.ts';
import { type BeyondLimit, beyondLimits } from '../../core/transform/beyond-limits.ts';
import { type BronzeDelivery, bronzeDeliveries } from '../../lake/bronze-deliveries.ts';
import { readDeliveryFigures } from '../../lake/delivery-figures.ts';
import { rulingsOn } from '../../lake/rulings.ts';
import type { Column, Fact } from '../table.ts';
import { instant } from '../models/versions.ts';
import type { Part, View } from '../view.ts';
import type { DeliveriesOptions } from './command.ts';
import type { Delivered } from './deliveries-at.ts';

interface Entry extends BronzeDelivery {
  /** In force. */
  readonly ruling: Ruling | undefined;
  /** Absent where the rows are not read: withdrawn, or not transformed yet. */
  readonly figures: DeliveryFigures | undefined;
  /** What limits say of it now. */
  readonly beyond: readonly BeyondLimit[];
}

/** More is a matter for --all. */
const NEWEST = 20;
const COLUMNS: readonly Column[] = [
  { title: 'when (UTC)' },
  { title: 'sha256' },
  { title: 'rows', isFigure: true },
  { title: 'new', isFigure: true },
  { title: 'restated', isFigure: true },
];

/** A line of figures a delivery, the newest first, and below it its key and what people say of it. */
export async function listView(
  { dataset: { name, contract }, stores }: Delivered,
  { all }: Pick<DeliveriesOptions, 'all'>,
): Promise<View> {
  const delivered = await bronzeDeliveries(stores.bronze, name);
  const rulings = await rulingsOn(stores.bronze, name);
  const known = await readDeliveryFigures(stores.silver, name);
  const entries = delivered.toReversed().map((delivery) => {
    const ruling = rulings.get(delivery.sha256);
    // What it was when it was read says nothing of it any more.
    const figures = ruling?.ruling === 'withdraw' ? undefined : known.get(delivery.sha256);
    const beyond = figures === undefined ? [] : beyondLimits(figures, contract.deliveries);
    return { ...delivery, ruling, figures, beyond };
  });
  return {
    json: { dataset: name, deliveries: entries.map(jsonOf) },
    text: entries.length === 0 ? `Nothing was delivered of '${name}' yet.` : textOf(name, entries, all),
  };
}

function jsonOf({ sha256, key, rows, atMs, ruling, figures, beyond, left }: Entry) {
  const at = atMs === undefined ? null : new Date(atMs).toISOString();
  const lost = left === undefined ? {} : { left };
  return { sha256, key, rows, at, figures: figures ?? null, beyond, ruling: ruling ?? null, ...lost };
}

function textOf(dataset: string, entries: readonly Entry[], all: boolean): readonly Part[] {
  const listed = all ? entries : entries.slice(0, NEWEST);
  const left = entries.length - listed.length;
  const note = left === 0 ? '' : `; ${left} older ones left out: --all shows them`;
  return [
    { table: { columns: COLUMNS, rows: listed.map((entry) => ({ cells: cellsOf(entry), below: detailsOf(entry) })) } },
    '',
    `${plural(entries.length, 'delivery', 'deliveries')} of '${dataset}'${note}`,
  ];
}

function cellsOf({ sha256, rows, atMs, figures }: Entry): readonly string[] {
  const when = atMs === undefined ? '-' : instant(atMs).replace(' UTC', '');
  const values = [figures?.newValues, figures?.restated].map((count) => (count === undefined ? '-' : thousands(count)));
  return [when, shortSha256(sha256), thousands(rows), ...values];
}

function detailsOf({ key, ruling, beyond, left }: Entry): readonly Fact[] {
  return [
    ['', key],
    ...(left === undefined ? [] : [['left', leftText(left)] as const]),
    ...beyond.map(({ what, value, allowed }): Fact => ['beyond', `${what}: ${value}, ${allowed}`]),
    ...(ruling === undefined ? [] : [[ruling.ruling, rulingText(ruling)] as const]),
  ];
}

function leftText({ deliveries, rows }: NonNullable<BronzeDelivery['left']>): string {
  return `${plural(deliveries, 'delivery', 'deliveries')} with ${plural(rows, 'row')}: the table has them no more`;
}

function rulingText({ by, at, reason }: Ruling): string {
  return `by ${by}, ${instant(Date.parse(at))}: ${reason}`;
}
