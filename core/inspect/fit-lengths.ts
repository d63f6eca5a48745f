import type { Frequency } from '../contracts/frequency.ts';
import { periodsIn } from '../contracts/lengths.ts';
import { SEASONS } from '../contracts/seasons.ts';
import { type FittingLengths, fittingLengths } from '../series/fitting-lengths.ts';
import { parseDuration, type TimeAxis } from '../series/time-axis.ts';
import { USUAL_LENGTHS } from '../series/usual-lengths.ts';
import { slidingWindows } from '../series/windows.ts';

export interface FoundLengths {
  readonly lengths: FittingLengths;
  /** Whether they are those that most series of the frequency have. */
  readonly areUsual: boolean;
  readonly windows: number;
  /** Steps of the longest season that the training window holds twice; else of one that it holds. */
  readonly season: number;
  /** Whether every season of the frequency has gone by before the first cutoff. */
  readonly holdsSeasons: boolean;
}

export interface History {
  readonly axis: TimeAxis;
  readonly first: number;
  readonly last: number;
}

/** Windows beyond these make a replay long and tell no more. */
const MOST_WINDOWS = 4;

/** Lengths that the history has room for: the usual ones, or such as give several windows while one still holds two seasons. */
export function lengthsFor(history: History): FoundLengths | undefined {
  const { frequency } = history.axis;
  const usual: FittingLengths = USUAL_LENGTHS[frequency];
  const windows = windowsOf(usual, history);
  if (windows > 0) return found(usual, frequency, { areUsual: true, windows });
  const periods = history.last - history.first + 1;
  const season = SEASONS[frequency].findLast((steps) => 2 * steps <= periods / 2) ?? 1;
  for (let wanted = MOST_WINDOWS; wanted >= 1; wanted--) {
    const lengths = fittingLengths(periods, frequency, wanted);
    if (lengths === undefined || (wanted > 1 && periodsIn(lengths.train, frequency) < 2 * season)) continue;
    const fit = windowsOf(lengths, history);
    if (fit > 0) return found(lengths, frequency, { areUsual: false, windows: fit });
  }
  return undefined;
}

function windowsOf({ train, evaluate }: FittingLengths, { axis, first, last }: History): number {
  return slidingWindows(axis, { first, last }, { train: parseDuration(train), evaluate: parseDuration(evaluate) })
    .length;
}

function found(
  lengths: FittingLengths,
  frequency: Frequency,
  rest: Pick<FoundLengths, 'areUsual' | 'windows'>,
): FoundLengths {
  const [train, initial] = [periodsIn(lengths.train, frequency), periodsIn(lengths.cvInitial, frequency)];
  const seasons = SEASONS[frequency];
  const season = seasons.findLast((steps) => 2 * steps <= train) ?? seasons.findLast((steps) => steps <= initial) ?? 1;
  return { lengths, ...rest, season, holdsSeasons: seasons.every((steps) => steps <= initial) };
}
