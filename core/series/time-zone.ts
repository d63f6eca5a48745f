import { DAY_MS } from './duration.ts';

/** The clock of a place: what it shows, and when. */
export interface Zone {
  readonly name: string;
  /** What the clock shows at an instant, as ms since the epoch as if it were UTC. */
  clockAt(instantMs: number): number;
  /** When the clock shows it: the first time where it does so twice, NaN where it skips it. */
  instantOf(clockMs: number): number;
  /** When the clock shows the same once more after that instant, having been turned back; undefined where it does not. */
  repeatOf(instantMs: number): number | undefined;
}

const zones = new Map<string, Zone>();

/** @param name of the IANA database, as the contract's schema has checked it */
export function zoneNamed(name: string): Zone {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const zone = zoneOf(name);
  zones.set(name, zone);
  return zone;
}

function zoneOf(name: string): Zone {
  const offsetAt = offsetsOf(name);
  const clockAt = (instantMs: number): number => instantMs + offsetAt(instantMs);
  return {
    name,
    clockAt,
    instantOf(clockMs) {
      const [before, after] = [offsetAt(clockMs - DAY_MS), offsetAt(clockMs + DAY_MS)];
      const first = clockMs - before;
      if (before === after || clockAt(first) === clockMs) return first;
      const later = clockMs - after;
      return clockAt(later) === clockMs ? later : NaN;
    },
    repeatOf(instantMs) {
      const [now, after] = [offsetAt(instantMs), offsetAt(instantMs + DAY_MS)];
      if (now <= after) return undefined;
      const later = instantMs + now - after;
      return offsetAt(later) === after ? later : undefined;
    },
  };
}

/**
 * The offset of a zone at an instant, in ms. Intl takes microseconds to say it: what it said of a day's two ends goes for the day, unless it
 * says two things.
 */
function offsetsOf(timeZone: string): (instantMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const atMidnight = new Map<number, number>();
  const offsetOfDay = (day: number): number => {
    const known = atMidnight.get(day);
    if (known !== undefined) return known;
    const offset = exactOffset(format, day * DAY_MS);
    atMidnight.set(day, offset);
    return offset;
  };
  return (instantMs) => {
    const day = Math.floor(instantMs / DAY_MS);
    const offset = offsetOfDay(day);
    return offset === offsetOfDay(day + 1) ? offset : exactOffset(format, instantMs);
  };
}

function exactOffset(format: Intl.DateTimeFormat, instantMs: number): number {
  const parts = new Map(format.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)]));
  const [year, month, day, hour, minute, second] = (['year', 'month', 'day', 'hour', 'minute', 'second'] as const).map(
    (type) => parts.get(type) ?? NaN,
  );
  const clockMs = Date.UTC(year, month - 1, day, hour, minute, second);
  return clockMs - Math.floor(instantMs / 1000) * 1000;
}
