import { thousands } from '../../core/contracts/figures.ts';
import type { Ruling } from '../../core/contracts/rulings.ts';
import { shown } from '../../core/contracts/visible.ts';
import { shortSha256 } from '../../core/ingest/find-delivery.ts';
import { type BronzeDelivery, bronzeDeliveries } from '../../lake/bronze-deliveries.ts';
import { rulingsOn } from '../../lake/rulings.ts';
import { hanging, textTable } from '../table.ts';
import { instant } from '../models/versions.ts';
import type { View } from '../view.ts';
import type { DeliveriesOptions } from './command.ts';
import type { Delivered } from './deliveries-at.ts';

interface Entry extends BronzeDelivery {
  /** In force. */
  readonly ruling: Ruling | undefined;
}

/** More is a matter for --all. */
const NEWEST = 20;
const HEADER = ['when', 'sha256', 'rows'];
const WORDS = [0, 1];
const INDENT = '  ';
/** With the indent, a terminal's width. */
const KEY_CHARACTERS = 78;

/** A line of figures a delivery, the newest first, and below it its key and what people say of it. */
export async function listView(
  { dataset: { name }, stores }: Delivered,
  { all }: Pick<DeliveriesOptions, 'all'>,
): Promise<View> {
  const delivered = await bronzeDeliveries(stores.bronze, name);
  const rulings = await rulingsOn(stores.bronze, name);
  const entries = delivered.toReversed().map((delivery) => ({ ...delivery, ruling: rulings.get(delivery.sha256) }));
  return {
    json: { dataset: name, deliveries: entries.map(jsonOf) },
    text: entries.length === 0 ? `Nothing was delivered of '${name}' yet.` : textOf(name, entries, all),
  };
}

function jsonOf({ sha256, key, rows, atMs, ruling }: Entry) {
  return { sha256, key, rows, at: atMs === undefined ? null : new Date(atMs).toISOString(), ruling: ruling ?? null };
}

function textOf(dataset: string, entries: readonly Entry[], all: boolean): string {
  const listed = all ? entries : entries.slice(0, NEWEST);
  const [header, rule, ...lines] = textTable(HEADER, listed.map(cells), WORDS).split('\n');
  const blocks = lines.flatMap((line, index) => [line, ...detailsOf(listed[index])]);
  const left = entries.length - listed.length;
  const note = left === 0 ? '' : `; ${left} older ones left out: --all shows them`;
  return [header, rule, ...blocks, `${thousands(entries.length)} deliveries of '${dataset}'${note}`].join('\n');
}

function cells({ sha256, rows, atMs }: Entry): readonly string[] {
  return [atMs === undefined ? '-' : instant(atMs), shortSha256(sha256), thousands(rows)];
}

function detailsOf({ key, ruling }: Entry): readonly string[] {
  const said = ruling === undefined ? [] : [hanging(`${INDENT}${ruling.ruling}: `, rulingText(ruling))];
  return [`${INDENT}${shown(key, KEY_CHARACTERS)}`, ...said];
}

function rulingText({ by, at, reason }: Ruling): string {
  return `by ${by}, ${instant(Date.parse(at))}: ${shown(reason)}`;
}
