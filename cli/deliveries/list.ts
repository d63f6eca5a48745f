import type { DeliveryFigures } from '../../core/contracts/delivery-figures.ts';
import { plural, thousands } from '../../core/contracts/figures.ts';
import type { Ruling } from '../../core/contracts/rulings.ts';
import { shown } from '../../core/contracts/visible.ts';
import { shortSha256 } from '../../core/ingest/find-delivery.ts';
import { type BeyondLimit, beyondLimits } from '../../core/transform/beyond-limits.ts';
import { type BronzeDelivery, bronzeDeliveries } from '../../lake/bronze-deliveries.ts';
import { readDeliveryFigures } from '../../lake/delivery-figures.ts';
import { rulingsOn } from '../../lake/rulings.ts';
import { hanging, textTable } from '../table.ts';
import { instant } from '../models/versions.ts';
import type { View } from '../view.ts';
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
const HEADER = ['when', 'sha256', 'rows', 'new', 'restated'];
const WORDS = [0, 1];
const INDENT = '  ';
/** With the indent, a terminal's width. */
const KEY_CHARACTERS = 78;

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

function jsonOf({ sha256, key, rows, atMs, ruling, figures, beyond }: Entry) {
  const at = atMs === undefined ? null : new Date(atMs).toISOString();
  return { sha256, key, rows, at, figures: figures ?? null, beyond, ruling: ruling ?? null };
}

function textOf(dataset: string, entries: readonly Entry[], all: boolean): string {
  const listed = all ? entries : entries.slice(0, NEWEST);
  const [header, rule, ...lines] = textTable(HEADER, listed.map(cells), WORDS).split('\n');
  const blocks = lines.flatMap((line, index) => [line, ...detailsOf(listed[index])]);
  const left = entries.length - listed.length;
  const note = left === 0 ? '' : `; ${left} older ones left out: --all shows them`;
  return [header, rule, ...blocks, `${plural(entries.length, 'delivery', 'deliveries')} of '${dataset}'${note}`].join(
    '\n',
  );
}

function cells({ sha256, rows, atMs, figures }: Entry): readonly string[] {
  const when = atMs === undefined ? '-' : instant(atMs);
  const values = [figures?.newValues, figures?.restated].map((count) => (count === undefined ? '-' : thousands(count)));
  return [when, shortSha256(sha256), thousands(rows), ...values];
}

function detailsOf({ key, ruling, beyond }: Entry): readonly string[] {
  const limits = beyond.map(({ what, value, allowed }) =>
    hanging(`${INDENT}beyond its limits: `, `${what}: ${value}, ${allowed}`),
  );
  const said = ruling === undefined ? [] : [hanging(`${INDENT}${ruling.ruling}: `, rulingText(ruling))];
  return [`${INDENT}${shown(key, KEY_CHARACTERS)}`, ...limits, ...said];
}

function rulingText({ by, at, reason }: Ruling): string {
  return `by ${by}, ${instant(Date.parse(at))}: ${shown(reason)}`;
}
