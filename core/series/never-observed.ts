import { type CalendarRound, calendarRounds } from './calendar-positions.ts';
import { strideNamed, strideOf, strideRound } from './stride.ts';
import type { TimeAxis } from './time-axis.ts';

/** A position that came by less often is not known to stay empty: two years in which there was no January. */
const LEAST_ROUNDS = 2;
/** So often an empty position may be an accident: that of a series whose observations are few and fall anywhere. */
const MOST_CHANCE = 0.05;

/**
 * The positions of the calendar (Saturday, January, 03:00) at which the series never has an observation, though it was there: each came by at
 * least twice from the first observation on, and was empty every time, which is no accident of gaps. Behind them, what lies between the rows of a
 * series that has one every so many periods. See decision 0023.
 *
 * @param ds the observed periods of the training window, ascending and unique
 * @param last the window's last period
 * @returns names, coarse positions first; a fine one that lies in a coarse one is not named again
 */
export function neverObserved(ds: Int32Array, axis: TimeAxis, last: number): readonly string[] {
  if (ds.length === 0) return [];
  const named: string[] = [];
  for (const round of calendarRounds(axis)) {
    const seen = seenPositions(ds, round);
    if (seen.every((isSeen) => isSeen === 1)) continue;
    const isCovered = (name: string) =>
      named.some((coarse) => name.startsWith(`${coarse} `) || name.endsWith(` ${coarse}`));
    const empty = emptyPositions(ds, last, { round, seen });
    named.push(...empty.map((position) => round.names[position]).filter((name) => !isCovered(name)));
  }
  return [...named, ...betweenStrides(ds, axis, { last, named })];
}

/** The periods between those of a series that has a row every so many, where no position of the calendar says all of it. */
function betweenStrides(
  ds: Int32Array,
  axis: TimeAxis,
  { last, named }: { readonly last: number; readonly named: readonly string[] },
): readonly string[] {
  const stride = strideOf(ds, axis);
  if (stride === undefined) return [];
  const round = strideRound(axis, stride);
  const positionOf = namedPosition(axis, named);
  for (let period = ds[0]; period <= last; period++)
    if (round.of(period) === 1 && positionOf(period) === undefined) return [round.names[1]];
  return [];
}

/** The periods that have no position among those named: all of them, the same array, where none is named. */
export function occurring(periods: Int32Array, axis: TimeAxis, named: readonly string[]): Int32Array {
  if (named.length === 0) return periods;
  const positionOf = namedPosition(axis, named);
  return periods.filter((period) => positionOf(period) === undefined);
}

/** Which of the named positions a period lies at, the coarsest one; undefined where it is at none. */
export function namedPosition(axis: TimeAxis, named: readonly string[]): (period: number) => string | undefined {
  const names = new Set(named);
  const ofCalendar = calendarRounds(axis).filter((round) => round.names.some((name) => names.has(name)));
  const rounds = [...ofCalendar, ...named.flatMap((name) => strideNamed(name, axis) ?? [])];
  return (period) => {
    for (const round of rounds) {
      const name = round.names[round.of(period)];
      if (names.has(name)) return name;
    }
    return undefined;
  };
}

/** 1 where the position holds an observation. */
function seenPositions(ds: Int32Array, { names, of }: CalendarRound): Uint8Array {
  const seen = new Uint8Array(names.length);
  let unseen = names.length;
  for (let i = 0; i < ds.length && unseen > 0; i++) {
    const position = of(ds[i]);
    if (seen[position] === 1) continue;
    seen[position] = 1;
    unseen--;
  }
  return seen;
}

interface Seen {
  readonly round: CalendarRound;
  readonly seen: Uint8Array;
}

/**
 * Those that came by often enough, and are empty by more than chance: if they held something as often as the others do, the probability that
 * any of them had stayed empty would be below MOST_CHANCE.
 */
function emptyPositions(ds: Int32Array, last: number, { round, seen }: Seen): readonly number[] {
  const { came, held } = visits(ds, last, round);
  let [visited, filled] = [0, 0];
  seen.forEach((isSeen, position) => {
    if (isSeen === 0) return;
    visited += came[position];
    filled += held[position];
  });
  const missed = visited === 0 ? 1 : 1 - filled / visited;
  return Array.from(seen.keys()).filter(
    (position) =>
      seen[position] === 0 && came[position] >= LEAST_ROUNDS && missed ** came[position] * seen.length <= MOST_CHANCE,
  );
}

/**
 * How often each position came by from the first observation on, and how often it held an observation. A position that lasts longer than a
 * period (a month of days) came by where it did so from its beginning to its end.
 */
function visits(ds: Int32Array, last: number, { names, of }: CalendarRound) {
  const [came, held] = [new Float64Array(names.length), new Float64Array(names.length)];
  let row = 0;
  for (let start = ds[0], end = start; start <= last; start = end) {
    const position = of(start);
    while (end <= last && of(end) === position) end++;
    const before = row;
    while (row < ds.length && ds[row] < end) row++;
    const isWhole = (start > ds[0] || of(start - 1) !== position) && (end <= last || of(end) !== position);
    if (!isWhole) continue;
    came[position]++;
    if (row > before) held[position]++;
  }
  return { came, held };
}
