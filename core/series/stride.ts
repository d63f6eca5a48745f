import { periodNumber } from './dating.ts';
import type { CalendarRound } from './calendar-positions.ts';
import { formatPeriod, type TimeAxis } from './time-axis.ts';

/** A series that has a row every so many periods, and none between: every other week, every fourth day. */
export interface Stride {
  readonly every: number;
  /** One of its periods. */
  readonly first: number;
}

/** Fewer distances may all be multiples of one by chance. */
const LEAST_DISTANCES = 8;
/** So many are the stride itself: the others are gaps. */
const LEAST_SHARE = 0.8;
/** Strides of equal phase have one name in all series, whenever these begin. */
const COUNTED_FROM_MS = Date.UTC(2000, 0, 1);

/** @param ds the observed periods, ascending and unique */
export function strideOf(ds: Int32Array, { frequency }: TimeAxis): Stride | undefined {
  if (ds.length <= LEAST_DISTANCES) return undefined;
  let every = 0;
  for (let i = 1; i < ds.length && every !== 1; i++) every = commonDivisor(ds[i] - ds[i - 1], every);
  if (every === 1) return undefined;
  let exact = 0;
  for (let i = 1; i < ds.length; i++) if (ds[i] - ds[i - 1] === every) exact++;
  if (exact < LEAST_SHARE * (ds.length - 1)) return undefined;
  const from = periodNumber(frequency, COUNTED_FROM_MS);
  return { every, first: from + floorMod(ds[0] - from, every) };
}

/** The round of two positions: the stride's periods, and those between them. */
export function strideRound(axis: TimeAxis, { every, first }: Stride): CalendarRound {
  const others = `${axis.frequency}s other than one in ${every} from ${formatPeriod(axis, first)}`;
  return { names: [`one in ${every}`, others], of: (period) => (floorMod(period - first, every) === 0 ? 0 : 1) };
}

const NAME = /^\w+ other than one in (\d+) from (.+)$/;

/** The inverse of the name that strideRound gives; undefined where it is another position's. */
export function strideNamed(name: string, axis: TimeAxis): CalendarRound | undefined {
  const [, every, date] = NAME.exec(name) ?? [];
  if (every === undefined) return undefined;
  const round = strideRound(axis, { every: Number(every), first: periodNumber(axis.frequency, Date.parse(date)) });
  return { ...round, names: [round.names[0], name] };
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

function floorMod(value: number, modulus: number): number {
  return value - Math.floor(value / modulus) * modulus;
}
