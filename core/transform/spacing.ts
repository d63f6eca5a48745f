import { DAY_MS, HOUR_MS } from '../series/duration.ts';
import { FATE, FIRST_REASON } from './observations.ts';
import type { PlacedObservations } from './place-on-calendar.ts';
import { rowsWhere } from './rows.ts';
import { sortedOrder } from './sorted-order.ts';

const MINUTE_MS = 60_000;

/** How often each distance, in milliseconds, lies between two rows of a series. */
export type Spacings = ReadonlyMap<number, number>;

/** How far apart most rows of a series lie; undefined where they are all on the calendar, or no distance is that of most. */
export function spacingOf(observations: PlacedObservations): number | undefined {
  if (!observations.fate.includes(FATE['off-calendar'])) return undefined;
  return spacingOfMost([spacingsOf(observations)]);
}

export function spacingsOf({ rows, id, instantMs, fate }: PlacedObservations): Spacings {
  const concerned = rowsWhere(rows, (row) => fate[row] < FIRST_REASON || fate[row] === FATE['off-calendar']);
  // Minutes fit in 32 bits until the year 6000, either way from the epoch.
  const minute = Uint32Array.from(instantMs, (ms) => Math.floor(ms / MINUTE_MS) ^ 0x80000000);
  const order = sortedOrder(concerned, [minute, id]);
  const votes = new Map<number, number>();
  for (let i = 1; i < order.length; i++) {
    const [before, row] = [order[i - 1], order[i]];
    const apart = instantMs[row] - instantMs[before];
    if (id[row] === id[before] && apart > 0) votes.set(apart, (votes.get(apart) ?? 0) + 1);
  }
  return votes;
}

/** The distance of more than half of them. @param shards of each */
export function spacingOfMost(shards: readonly Spacings[]): number | undefined {
  const votes = new Map<number, number>();
  for (const [apart, n] of shards.flatMap((shard) => [...shard])) votes.set(apart, (votes.get(apart) ?? 0) + n);
  const all = [...votes.values()].reduce((sum, n) => sum + n, 0);
  return [...votes].find(([, n]) => 2 * n > all)?.[0];
}

const UNITS = [
  ['day', DAY_MS],
  ['hour', HOUR_MS],
  ['minute', MINUTE_MS],
  ['second', 1000],
] as const;

/** '5 minutes', '1 day', '31 days'. */
export function spacingText(spacingMs: number): string {
  const [name, ms] = UNITS.find(([, unit]) => spacingMs % unit === 0) ?? UNITS[3];
  const amount = Number((spacingMs / ms).toPrecision(3));
  return `${amount} ${name}${amount === 1 ? '' : 's'}`;
}
