import { plural } from './figures.ts';
import type { Frequency } from './frequency.ts';
import { foldsThatFit, PERIOD_HOURS } from './lengths.ts';

/** Fewer cannot tell luck from loss, and would let nearly everything pass: gates refuse to judge by them. */
export const MIN_BLOCKS = 4;

export const LENGTHS = [
  'training.length',
  'evaluation.length',
  'crossValidation.initial',
  'crossValidation.period',
  'crossValidation.horizon',
  'promotion.holdout',
  'monitoring.cadence',
] as const;
export const BLOCK = 'promotion.gates.production.blockLength';
export const JOINED_ROWS = 'promotion.gates.minJoinedRows';
export type LengthField = (typeof LENGTHS)[number];
export type NumberField = typeof BLOCK | typeof JOINED_ROWS;
export type FeasibleField = LengthField | NumberField;

/** Lengths in hours: sums of them are exact. */
export interface Sizes {
  readonly frequency: Frequency;
  readonly isOneSeries: boolean;
  readonly of: (field: FeasibleField) => number;
}

/** Lengths in whole periods. */
export type Cure = readonly (readonly [FeasibleField, number])[];

export interface Finding {
  readonly name: RuleName;
  readonly outcome: 'refuse' | 'tell';
  readonly field: FeasibleField;
  readonly says: (called: (field: FeasibleField) => string) => string;
  readonly cures: readonly Cure[];
}

export type RuleName =
  | 'shorter-than-a-period'
  | 'no-fold-fits'
  | 'holdout-below-four-blocks'
  | 'joined-rows-above-the-holdout'
  | 'no-fold-before-the-holdout'
  | 'few-folds-before-the-holdout';

/** Nobody can compare what is shorter than a period. */
export function belowAPeriod(field: LengthField, { frequency, of }: Sizes): Finding | undefined {
  if (of(field) >= PERIOD_HOURS[frequency]) return undefined;
  return {
    name: 'shorter-than-a-period',
    outcome: 'refuse',
    field,
    says: (called) => `${called(field)} is shorter than a ${frequency}, which is how far apart the observations are`,
    cures: [[[field, 1]]],
  };
}

export const RULES: readonly ((sizes: Sizes) => Finding | undefined)[] = [
  aFoldFits,
  holdoutHasFourBlocks,
  holdoutHoldsTheJoinedRows,
  aFoldLiesBeforeTheHoldout,
  manyFoldsLieBeforeTheHoldout,
];

/** In periods, halves and all. */
function periodsOf({ frequency, of }: Sizes) {
  const periods = (field: LengthField) => of(field) / PERIOD_HOURS[frequency];
  return {
    training: periods('training.length'),
    initial: periods('crossValidation.initial'),
    period: periods('crossValidation.period'),
    horizon: periods('crossValidation.horizon'),
    holdout: periods('promotion.holdout'),
  };
}

function aFoldFits(sizes: Sizes): Finding | undefined {
  const { of, frequency } = sizes;
  if (of('training.length') >= of('crossValidation.initial') + of('crossValidation.horizon')) return undefined;
  const { training } = periodsOf(sizes);
  return {
    name: 'no-fold-fits',
    outcome: 'refuse',
    field: 'crossValidation.initial',
    says: (called) =>
      `${called('crossValidation.initial')} and ${called('crossValidation.horizon')} together are longer than ` +
      `${called('training.length')} (${plural(Math.floor(training), frequency)}), so that no candidate could ever be cross-validated`,
    cures: [...smallerFolds(sizes), [['training.length', leastTraining(sizes)]]],
  };
}

/** So long that the folds before the holdout are as whole as those of the training, and that one of them ends before it. */
function leastTraining(sizes: Sizes): number {
  const { initial, period, horizon, holdout } = periodsOf(sizes);
  const earlier = Math.max(0, Math.ceil((holdout + 1 - horizon) / period));
  return Math.floor(initial + horizon + Math.max(holdout, earlier * period)) + 1;
}

/** A shorter start where the rest of the training has room for one; else everything in proportion to the training. */
function smallerFolds(sizes: Sizes): readonly Cure[] {
  const { training, horizon, holdout } = periodsOf(sizes);
  const initial = Math.ceil(training - horizon - holdout) - 1;
  if (initial >= horizon) return [[['crossValidation.initial', initial]]];
  const folds = foldsThatFit(Math.floor(training), MIN_BLOCKS * sizes.of(BLOCK));
  if (folds === undefined) return [];
  return [
    [
      ['crossValidation.initial', folds.initial],
      ['crossValidation.period', folds.period],
      ['crossValidation.horizon', folds.horizon],
      ['promotion.holdout', folds.horizon],
    ],
  ];
}

function holdoutHasFourBlocks(sizes: Sizes): Finding | undefined {
  const block = sizes.of(BLOCK);
  const holdout = Math.floor(periodsOf(sizes).holdout);
  const least = MIN_BLOCKS * block;
  if (holdout >= least) return undefined;
  return {
    name: 'holdout-below-four-blocks',
    outcome: 'refuse',
    field: 'promotion.holdout',
    says: (called) =>
      `${called('promotion.holdout')} has ${plural(holdout, sizes.frequency)}, and to tell luck from loss it takes at least ` +
      `${least} (${MIN_BLOCKS} blocks of ${block}): no recipe could ever take another's place`,
    cures: [[['promotion.holdout', least]], [[BLOCK, Math.floor(holdout / MIN_BLOCKS)]]],
  };
}

/** How many series a panel has is not known here. */
function holdoutHoldsTheJoinedRows(sizes: Sizes): Finding | undefined {
  const wanted = sizes.of(JOINED_ROWS);
  const holdout = Math.floor(periodsOf(sizes).holdout);
  if (!sizes.isOneSeries || wanted <= holdout) return undefined;
  return {
    name: 'joined-rows-above-the-holdout',
    outcome: 'refuse',
    field: JOINED_ROWS,
    says: (called) =>
      `${called(JOINED_ROWS)} is more than the one series has in ${called('promotion.holdout')} ` +
      `(${plural(holdout, sizes.frequency)}): no recipe could ever take another's place`,
    cures: [[[JOINED_ROWS, holdout]], [['promotion.holdout', wanted]]],
  };
}

/** Of the errors in cross-validation, how many periods had come true before the holdout: what the twins' weights are made of. */
function knownBeforeTheHoldout(sizes: Sizes): number {
  const { training, initial, period, horizon, holdout } = periodsOf(sizes);
  const earlier = Math.floor((training - initial - horizon) / period);
  return Math.floor(horizon + earlier * period - holdout);
}

function aFoldLiesBeforeTheHoldout(sizes: Sizes): Finding | undefined {
  const { of } = sizes;
  const hasFold = of('training.length') >= of('crossValidation.initial') + of('crossValidation.horizon');
  if (!hasFold || knownBeforeTheHoldout(sizes) >= 1) return undefined;
  const { training, horizon, holdout } = periodsOf(sizes);
  return {
    name: 'no-fold-before-the-holdout',
    outcome: 'refuse',
    field: 'promotion.holdout',
    says: (called) =>
      `all that cross-validation scores in ${called('training.length')} lies within ${called('promotion.holdout')}, ` +
      'so that neither of two recipes could be weighed for a comparison',
    cures: [
      [['promotion.holdout', Math.max(Math.ceil(horizon / 2), MIN_BLOCKS * of(BLOCK))]],
      [['crossValidation.initial', Math.ceil(training - horizon - holdout) - 1]],
      [['training.length', leastTraining(sizes)]],
    ],
  };
}

function manyFoldsLieBeforeTheHoldout(sizes: Sizes): Finding | undefined {
  const { training, initial, horizon, holdout } = periodsOf(sizes);
  const known = knownBeforeTheHoldout(sizes);
  if (training - holdout > initial + horizon || training < initial + horizon || known < 1) return undefined;
  return {
    name: 'few-folds-before-the-holdout',
    outcome: 'tell',
    field: 'promotion.holdout',
    says: (called) =>
      `${called('training.length')} less ${called('promotion.holdout')} is not longer than ${called('crossValidation.initial')} and ` +
      `${called('crossValidation.horizon')} together: were a recipe to be compared with another, both would be weighed by the errors of ` +
      `${plural(known, sizes.frequency)} alone`,
    cures: [[['training.length', leastTraining(sizes)]]],
  };
}
