import type { Figure, Target } from '../report.ts';
import { geometricMean, type Users } from './compare.ts';
import { meanOf, ratiosOf, type Outcome } from './outcome.ts';
import type { PolicyName } from './policies.ts';
import { coverageText, ratioText } from './table.ts';

/** Of the interval of 80 %. */
const COVERED: readonly [number, number] = [0.74, 0.86];

/** A ratio above it is worse than a yardstick; below, nobody would notice. */
const WORSE = 1.005;

/** The gates' targets; the new list under the yardsticks' policies has none. */
const YARDSTICKS: readonly { readonly yardstick: PolicyName; readonly target: Target | undefined }[] = [
  { yardstick: 'promote-latest', target: { atMost: 0.74 } },
  { yardstick: 'refresh-latest', target: { atMost: 0.84 } },
  { yardstick: 'promote-latest-all', target: undefined },
  { yardstick: 'refresh-latest-all', target: undefined },
];

/** By set, before versions were recipes: four families, gates on versions, a training where the monitor asked for one. */
const FITS_BEFORE: Readonly<Partial<Record<string, number>>> = {
  a10: 2527,
  auscafe: 2101,
  bikeday: 1311,
  births2000: 2124,
  carparts: 542,
  duq: 1785,
  gasoline: 1683,
  meltmax: 885,
  nottem: 810,
  nyctemp: 1368,
  pedcovid: 1274,
  retail: 972,
  taylor: 309,
  unemploy: 2425,
  vicelec: 1223,
  walmart: 242,
};

export function figuresOf(outcomes: readonly Outcome[]): readonly Figure[] {
  return [
    ...YARDSTICKS.flatMap(({ yardstick, target }) => ratioFigure(outcomes, { policy: 'gates', yardstick, target })),
    ...ratioFigure(outcomes, { policy: 'refresh-latest', yardstick: 'promote-latest', target: undefined }),
    ...worseFigure(outcomes),
    ...withoutForecastFigure(outcomes),
    ...coverageFigures(outcomes),
    ...prophetFigure(outcomes),
    ...costFigures(outcomes),
  ];
}

interface Comparison {
  readonly policy: PolicyName;
  readonly yardstick: PolicyName;
  readonly target: Target | undefined;
}

function ratioFigure(outcomes: readonly Outcome[], { policy, yardstick, target }: Comparison): Figure[] {
  const ratios = ratiosOf(outcomes, policy, yardstick);
  if (ratios.length === 0) return [];
  const bySet = ratios.map((ratio) => `${ratio.set} ${ratioText(ratio)}`).join(', ');
  return [
    {
      name: `users' RMSE, ${policy} over ${yardstick}, geometric mean of the sets`,
      value: meanOf(ratios),
      unit: 'x',
      target,
      limitedBy: `the sets with the greatest ratios: ${greatest(ratios.map(({ set, pooled }) => [set, pooled]))}`,
      note: `${ratios.length} sets, pooled/worst window: ${bySet}`,
    },
  ];
}

function worseFigure(outcomes: readonly Outcome[]): Figure[] {
  const compared = YARDSTICKS.filter(({ target }) => target !== undefined).flatMap(({ yardstick }) => {
    return ratiosOf(outcomes, 'gates', yardstick).map((ratio) => ({ ...ratio, yardstick }));
  });
  if (compared.length === 0) return [];
  const worse = compared.filter(({ pooled }) => pooled > WORSE);
  const which = worse.map(({ set, pooled, yardstick }) => `${set} ${pooled.toFixed(3)} of ${yardstick}`).join(', ');
  return [
    {
      name: `sets where the gates' users have more than ${WORSE} of a yardstick's RMSE`,
      value: new Set(worse.map(({ set }) => set)).size,
      unit: '',
      target: { atMost: 0 },
      limitedBy: which,
    },
  ];
}

function withoutForecastFigure(outcomes: readonly Outcome[]): Figure[] {
  const played = gatesOf(outcomes);
  if (played.length === 0) return [];
  const found = played.filter(({ users }) => users.withoutForecast > 0);
  return [
    {
      name: 'windows in which the gates left users without a forecast',
      value: found.reduce((sum, { users }) => sum + users.withoutForecast, 0),
      unit: '',
      target: { atMost: 0 },
      limitedBy: found.map(({ set, users }) => `${set} ${users.withoutForecast}`).join(', '),
    },
  ];
}

function coverageFigures(outcomes: readonly Outcome[]): Figure[] {
  const played = gatesOf(outcomes);
  if (played.length === 0) return [];
  const outside = (part: keyof Users['coverage']) =>
    played.filter(({ users: { coverage } }) => {
      const share = coverage[part];
      return share !== undefined && (share < COVERED[0] || share > COVERED[1]);
    });
  const [near, beyond] = [outside('upToNextLook'), outside('beyond')];
  const name = `sets whose 80 % intervals hold less than ${100 * COVERED[0]} % or more than ${100 * COVERED[1]} %`;
  return [
    {
      name: `${name}, up to the next look`,
      value: near.length,
      unit: '',
      target: { atMost: 0 },
      limitedBy: near.map(({ set, users }) => `${set} ${coverageText(users)}`).join('; '),
      note: `up to the next look, beyond: ${played.map(({ set, users }) => `${set} ${coverageText(users)}`).join('; ')}`,
    },
    { name: `${name}, beyond the next look`, value: beyond.length, unit: '' },
  ];
}

function prophetFigure(outcomes: readonly Outcome[]): Figure[] {
  const ratios = outcomes.flatMap(({ set, users: { gates }, prophet }): [string, number][] => {
    return gates === undefined || prophet === undefined ? [] : [[set, gates.held / prophet]];
  });
  if (ratios.length === 0) return [];
  return [
    {
      name: "RMSE over Python Prophet's, both held for a window, geometric mean of the sets",
      value: geometricMean(ratios.map(([, ratio]) => ratio)),
      unit: 'x',
      target: { atMost: 0.84 },
      limitedBy: `the sets with the greatest ratios: ${greatest(ratios)}`,
      note: ratios.map(([set, ratio]) => `${set} ${ratio.toFixed(3)}`).join(', '),
    },
  ];
}

function costFigures(outcomes: readonly Outcome[]): Figure[] {
  const known = outcomes.flatMap(({ set, plays: { gates } }) => {
    const before = FITS_BEFORE[set];
    return gates === undefined || before === undefined ? [] : [{ before, fits: gates.fits, seconds: gates.seconds }];
  });
  if (known.length === 0) return [];
  const sum = (part: 'before' | 'fits' | 'seconds') => known.reduce((total, one) => total + one[part], 0);
  return [
    {
      name: 'fits by the gates, over those of their predecessor, which judged versions',
      value: sum('fits') / sum('before'),
      unit: 'x',
      target: { atMost: 2.6 },
      limitedBy: 'candidates, folds and looks: a look fits every candidate once',
      note: `${sum('fits')} against ${sum('before')}: folds and whole windows, of a series`,
    },
    { name: 'replays by the gates', value: sum('seconds'), unit: 's', note: `${known.length} sets, two at a time` },
  ];
}

function gatesOf(outcomes: readonly Outcome[]): readonly { readonly set: string; readonly users: Users }[] {
  return outcomes.flatMap(({ set, users: { gates } }) => (gates === undefined ? [] : [{ set, users: gates }]));
}

function greatest(ratios: readonly (readonly [string, number])[]): string {
  const descending = [...ratios].sort(([, a], [, b]) => b - a);
  return descending
    .slice(0, 3)
    .map(([set, ratio]) => `${set} ${ratio.toFixed(3)}`)
    .join(', ');
}
