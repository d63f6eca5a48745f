import { correlatedNoise, uniform } from '../../../bench/data/noise.ts';

const WEEKS_A_YEAR = 365.25 / 7;
const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2001, 0, 1);

/** Weeks dated by their Mondays. */
export const MONDAYS = { frequency: 'week', phase: 4 } as const;
export const FIRST_WEEK = (START_MS / DAY_MS - MONDAYS.phase) / 7;
export const CSV_NAME = 'history.csv';

/** Three years of training and four of evaluation, in weeks of the replay's calendar, and a little room. */
export const WEEKS = 367;

/** Where the training window of the replay's second window ends. */
const FIRST_RETRAINING = 157;
const SECOND_RETRAINING = 209;
export const HOLDOUT = 16;

/** How true to last year's values the filled-in ones are, in standard deviations of the noise. */
const FILLING = 0.2;

const NOISE = 5;

/** Weeks from the first up to but not including the end, raised by so many standard deviations of the noise. */
interface Episode {
  readonly from: number;
  readonly until: number;
  readonly height: number;
  /** Whether nobody measured: last year's values were filled in, raised by the height. */
  readonly filledIn?: boolean;
}

type Draw = (least: number, most: number) => number;

export interface Kind {
  readonly episode: (draw: Draw) => Episode;
  /** Standard deviations of the noise a year. */
  readonly trend: (draw: Draw) => number;
}

const NOTHING: Episode = { from: 0, until: 0, height: 0 };
const level = (): number => 0;

const growth = (draw: Draw): number => (draw(0, 1) < 0.5 ? -1 : 1) * draw(0.7, 1.2);

/** A burst of sales, a counter that double-counts, an outage, upside down: half a year and more of height that does not come again. */
const height = (draw: Draw): number => (draw(0, 1) < 0.5 ? -1 : 1) * draw(4, 8);

/** How retraining can go wrong in one window, and how it can go right. */
export const KINDS = {
  'a yearly course and noise': { episode: () => NOTHING, trend: level },
  'a slow trend': { episode: () => NOTHING, trend: (draw) => draw(-0.6, 0.6) },
  'filled in from last year, measured again in the holdout': {
    episode: (draw) => ({
      from: FIRST_RETRAINING + Math.round(draw(0, 3)),
      until: SECOND_RETRAINING - HOLDOUT,
      height: 0,
      filledIn: true,
    }),
    trend: growth,
  },
  'filled in from last year until training ends': {
    episode: (draw) => ({
      from: FIRST_RETRAINING + Math.round(draw(0, 12)),
      until: SECOND_RETRAINING,
      height: 0,
      filledIn: true,
    }),
    trend: growth,
  },
  'an episode over before the holdout': {
    episode: (draw) => {
      const until = SECOND_RETRAINING - Math.round(draw(HOLDOUT, HOLDOUT + 4));
      return { from: until - Math.round(draw(16, 24)), until, height: height(draw) };
    },
    trend: level,
  },
  'an episode that ends with training': {
    episode: (draw) => ({
      from: SECOND_RETRAINING - Math.round(draw(8, 20)),
      until: SECOND_RETRAINING,
      height: height(draw),
    }),
    trend: level,
  },
  'a shift that stays': {
    episode: (draw) => ({
      from: SECOND_RETRAINING - Math.round(draw(8, 20)),
      until: WEEKS,
      height: height(draw),
    }),
    trend: level,
  },
} as const satisfies Readonly<Record<string, Kind>>;
export type KindName = keyof typeof KINDS;

/** Weekly values from Monday, 2001-01-01. The same seed draws the same noise, season and episode in every kind. */
export function history(kind: KindName, seed: number): Float64Array {
  const random = uniform(seed);
  const draw: Draw = (least, most) => least + (most - least) * random();
  const [amplitude, phase] = [draw(2, 5) * NOISE, draw(0, 2 * Math.PI)];
  const noise = correlatedNoise(seed + 1_000_003, draw(0, 0.6));
  const { episode, trend } = KINDS[kind];
  const slope = (NOISE * trend(draw)) / WEEKS_A_YEAR;
  const { from, until, height, filledIn = false }: Episode = episode(draw);
  const y = new Float64Array(WEEKS);
  for (let week = 0; week < WEEKS; week++) {
    const course = 200 + amplitude * Math.sin((2 * Math.PI * week) / WEEKS_A_YEAR + phase) + slope * week;
    const measured = course + NOISE * noise();
    const inEpisode = week >= from && week < until;
    const value = inEpisode && filledIn ? y[week - 52] + FILLING * (measured - course) : measured;
    y[week] = Math.round(1000 * (value + (inEpisode ? NOISE * height : 0))) / 1000;
  }
  return y;
}

/** The file that a person would replay. */
export function csvOf(values: Float64Array): string {
  const rows = Array.from(values, (value, week) => {
    return `${new Date(START_MS + 7 * week * DAY_MS).toISOString().slice(0, 10)},${value}`;
  });
  return `date,value\n${rows.join('\n')}\n`;
}
