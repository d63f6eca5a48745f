import { DAY_MS, HOUR_MS } from '../duration.ts';
import type { Complaint, Moment } from './moment.ts';
import { zoneNamed } from '../time-zone.ts';

const MINUTE_MS = 60_000;

/** Hours with minutes, or alone where they have two digits; then seconds and their fraction, morning or afternoon, the zone. */
const TIME =
  /^(\d{2}|\d(?=:|\s?[ap]\.?m))(?::?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?)?(?:\s?([ap])\.?m\b\.?)?\s?([^\d\s:.,].*)?$/i;
/** The 24th hour of a day ends at the next midnight, as dated by those who write '24:00'. */
const HOUR_ENDING = /^(?:HE|hour(?: ending)?) ?(\d{1,2})$/i;

const OFFSET = /^(?:UTC|GMT|UT)?([+-])(\d{1,2})(?::?(\d{2}))?$/i;
const IN_BRACKETS = /^(.*)\[([^\]]+)\]$/;
const PLACE = /^[a-z_]+\/[\w/+-]+$/i;
/** 'GMT+0100 (Central European Standard Time)', as JavaScript writes it. */
const COMMENT = /\s*\([^)]*\)$/;

/** Abbreviations that name one clock the world over, in hours ahead of UTC. Not among them: IST, CST, BST, AST, which name several. */
const ABBREVIATIONS: ReadonlyMap<string, number> = new Map([
  ...(['Z', 'UTC', 'UT', 'GMT', 'WET'] as const).map((name) => [name, 0] as const),
  ...([
    ['WEST', 1],
    ['CET', 1],
    ['CEST', 2],
    ['EET', 2],
    ['EEST', 3],
    ['MSK', 3],
    ['SAST', 2],
  ] as const),
  ...([
    ['EST', -5],
    ['EDT', -4],
    ['MST', -7],
    ['MDT', -6],
    ['PST', -8],
    ['PDT', -7],
  ] as const),
  ...([
    ['AKST', -9],
    ['AKDT', -8],
    ['HST', -10],
    ['JST', 9],
    ['KST', 9],
    ['HKT', 8],
  ] as const),
  ...([
    ['AWST', 8],
    ['ACST', 9.5],
    ['ACDT', 10.5],
    ['AEST', 10],
    ['AEDT', 11],
    ['NZST', 12],
    ['NZDT', 13],
  ] as const),
]);

/** @param text what stands behind the date */
export function momentOf(dayMs: number, text: string): Moment | Complaint {
  const ending = HOUR_ENDING.exec(text);
  if (ending !== null) return at(dayMs, Number(ending[1]) * HOUR_MS, undefined);
  const match = TIME.exec(text);
  if (match === null) return typeof offsetOf(text) === 'string' ? 'no-date' : at(dayMs, 0, text);
  const timeMs = timeOfDayMs(match);
  if (timeMs === undefined) return 'no-such-time';
  return at(dayMs, timeMs, match[6]);
}

function at(dayMs: number, timeMs: number, zone: string | undefined): Moment | Complaint {
  // 24:00 is the next midnight; a minute later is no time.
  if (timeMs > DAY_MS) return 'no-such-time';
  const clockMs = dayMs + timeMs;
  if (zone === undefined) return { clockMs, offsetMs: undefined };
  const [, before, place] = IN_BRACKETS.exec(zone) ?? (PLACE.test(zone) ? ['', '', zone] : ['', zone]);
  const said = before.replace(COMMENT, '');
  if (said !== '') {
    const offsetMs = offsetOf(said);
    return typeof offsetMs === 'string' ? offsetMs : { clockMs, offsetMs };
  }
  return place === undefined ? 'unknown-zone' : ofPlace(clockMs, place);
}

function ofPlace(clockMs: number, place: string): Moment | Complaint {
  try {
    const instantMs = zoneNamed(place).instantOf(clockMs);
    return Number.isNaN(instantMs) ? 'skipped-hour' : { clockMs, offsetMs: clockMs - instantMs };
  } catch (error) {
    if (error instanceof RangeError) return 'unknown-zone';
    throw error;
  }
}

/** ms since midnight, or more than there are in a day; undefined where no clock shows that. */
function timeOfDayMs(match: RegExpExecArray): number | undefined {
  const [hour, minute, second] = [match[1], match[2] ?? '0', match[3] ?? '0'].map(Number);
  if (minute > 59 || second > 59) return undefined;
  const fractionMs = Math.floor(Number(`0.${match[4] ?? '0'}`) * 1000);
  const belowHourMs = (minute * 60 + second) * 1000 + fractionMs;
  const half = match[5]?.toLowerCase();
  if (half === undefined) return hour * HOUR_MS + belowHourMs;
  // '00:30 AM' and '13:00 PM' are what they are without the letters.
  const isPlain = half === 'a' ? hour === 0 : hour > 12 && hour < 24;
  if (!isPlain && (hour < 1 || hour > 12)) return undefined;
  return (isPlain ? hour : (hour % 12) + (half === 'p' ? 12 : 0)) * HOUR_MS + belowHourMs;
}

/** In ms ahead of UTC. */
function offsetOf(text: string): number | Complaint {
  const [, sign, hours, minutes = '0'] = OFFSET.exec(text) ?? [];
  if (hours === undefined) {
    const named = ABBREVIATIONS.get(text.toUpperCase());
    return named === undefined ? 'unknown-zone' : named * HOUR_MS;
  }
  const ms = Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS;
  if (ms > DAY_MS || Number(minutes) > 59) return 'no-such-time';
  return sign === '-' ? -ms : ms;
}
