import type { ReplayWindow } from '../contracts/date-range.ts';
import type { Frequency } from '../contracts/frequency.ts';
import { periodsIn } from '../contracts/lengths.ts';
import { SEASONS } from '../contracts/seasons.ts';
import { type FittingLengths, fittingLengths } from '../series/fitting-lengths.ts';
import type { Series } from '../series/series.ts';
import { parseDuration, type TimeAxis } from '../series/time-axis.ts';
import { USUAL_LENGTHS } from '../series/usual-lengths.ts';
import { slidingWindows } from '../series/windows.ts';
import { scoredShare } from './scored-share.ts';

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
  readonly series: readonly Series[];
}

/** Windows beyond these make a replay long and tell no more. */
const MOST_WINDOWS = 4;

/**
 * Lengths that the history has room for: the usual ones, or such as give several windows while one still holds two seasons. In each of the windows
 * cross-validation is to score so many of the series that a candidate can qualify.
 *
 * @param minScoredShare as the promotion policy has it
 */
export function lengthsFor(history: History, minScoredShare: number): FoundLengths | undefined {
  const { frequency } = history.axis;
  const tried = [{ lengths: USUAL_LENGTHS[frequency], areUsual: true }, ...shorterLengths(history)].map((one) => ({
    ...one,
    windows: windowsOf(one.lengths, history),
  }));
  const fitting = tried.filter(({ windows }) => windows.length > 0);
  const best =
    fitting.find(({ lengths, windows }) =>
      windows.every((window) => scoredShare(history, window, lengths) >= minScoredShare),
    ) ?? fitting.at(-1);
  return best && found(best.lengths, frequency, { areUsual: best.areUsual, windows: best.windows.length });
}

/** Most windows first. */
function shorterLengths({ axis: { frequency }, first, last }: History) {
  const periods = last - first + 1;
  const season = SEASONS[frequency].findLast((steps) => 2 * steps <= periods / 2) ?? 1;
  return Array.from({ length: MOST_WINDOWS }, (_, fewer) => MOST_WINDOWS - fewer).flatMap((wanted) => {
    const lengths = fittingLengths(periods, frequency, wanted);
    if (lengths === undefined || (wanted > 1 && periodsIn(lengths.train, frequency) < 2 * season)) return [];
    return [{ lengths, areUsual: false }];
  });
}

function windowsOf({ train, evaluate }: FittingLengths, { axis, first, last }: History): readonly ReplayWindow[] {
  return slidingWindows(axis, { first, last }, { train: parseDuration(train), evaluate: parseDuration(evaluate) });
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
