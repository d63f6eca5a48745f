import type { Dataset } from '../../core/contracts/dataset.ts';
import {
  type Change,
  configuredTexts,
  describeInfeasibility,
  feasibility,
  type Infeasibility,
} from '../../core/contracts/feasibility.ts';
import { type FeasibleField, MIN_BLOCKS } from '../../core/contracts/feasibility-rules.ts';
import { foldsThatFit, lengthOf, periodsIn } from '../../core/contracts/lengths.ts';
import { leastBlock, USUAL_LENGTHS } from '../../core/series/usual-lengths.ts';
import { UsageError } from '../errors.ts';
import { LENGTH_OPTIONS } from '../field-options.ts';
import type { ReplayOptions } from './command.ts';

/** What of a data set an option says; the rest of it is made to fit. */
const OPTIONS = LENGTH_OPTIONS satisfies Partial<Record<FeasibleField, keyof ReplayOptions>>;

/**
 * Lengths of cross-validation: those that are asked for and else the usual ones; in proportion to the training where that alone is asked for and
 * holds no usual fold.
 */
export function foldsFor(options: ReplayOptions): Dataset['crossValidation'] {
  const { frequency, train } = options;
  const usual = USUAL_LENGTHS[frequency];
  const folds = {
    initial: options['cv-initial'] ?? usual.cvInitial,
    period: options['cv-period'] ?? usual.cvPeriod,
    horizon: options['cv-horizon'] ?? usual.cvHorizon,
  };
  if (train === undefined || isAsked(options)) return folds;
  const periods = (length: string) => periodsIn(length, frequency);
  if (periods(folds.initial) + periods(folds.horizon) <= periods(train)) return folds;
  const fitting = foldsThatFit(periods(train), MIN_BLOCKS * leastBlock(usual));
  if (fitting === undefined) return folds;
  const text = (field: keyof typeof folds) => lengthOf(fitting[field], frequency);
  return { initial: text('initial'), period: text('period'), horizon: text('horizon') };
}

function isAsked(options: ReplayOptions): boolean {
  return (['cv-initial', 'cv-period', 'cv-horizon'] as const).some((option) => options[option] !== undefined);
}

/**
 * The holdout of a data set without one of its own: as long as the horizon, but long enough to tell luck from loss, and no longer than leaves
 * something that cross-validation scores before it. Its block is the usual one, or so much of it, down to a sound half, as gives four.
 */
export function withHoldout(dataset: Dataset, asked: string | undefined): Dataset {
  if (asked !== undefined) return withBlock(dataset, asked);
  const { frequency, crossValidation } = dataset;
  const least = MIN_BLOCKS * leastBlock(USUAL_LENGTHS[frequency]);
  const isEnough = periodsIn(crossValidation.horizon, frequency) >= least;
  const whole = withBlock(dataset, isEnough ? crossValidation.horizon : lengthOf(least, frequency));
  const problem = problemsOf(whole).find(({ name }) => name === 'no-fold-before-the-holdout');
  const shorter = problem?.fits.flat().find(({ field }) => field === 'promotion.holdout')?.value;
  return typeof shorter === 'string' ? withBlock(dataset, shorter) : whole;
}

function withBlock(dataset: Dataset, holdout: string): Dataset {
  const { promotion, frequency } = dataset;
  const usual = USUAL_LENGTHS[frequency];
  const quarter = Math.floor(periodsIn(holdout, frequency) / 4);
  const blockLength = Math.max(leastBlock(usual), Math.min(usual.block, quarter));
  return { ...dataset, promotion: { ...promotion, holdout, ...withBlockLength(promotion, blockLength) } };
}

function withBlockLength({ gates }: Dataset['promotion'], blockLength: number): Pick<Dataset['promotion'], 'gates'> {
  return { gates: { ...gates, production: { ...gates.production, blockLength } } };
}

/** Held against the least block: it grows with the holdout. */
function problemsOf(dataset: Dataset): readonly Infeasibility[] {
  const { promotion, frequency } = dataset;
  const least = leastBlock(USUAL_LENGTHS[frequency]);
  return feasibility({ ...dataset, promotion: { ...promotion, ...withBlockLength(promotion, least) } });
}

/** @throws UsageError naming everything that could never come right, with options that fit */
export function refuseInfeasible(dataset: Dataset, options: ReplayOptions): void {
  const refused = problemsOf(dataset).filter(({ outcome }) => outcome === 'refuse');
  if (refused.length > 0) throw new UsageError(refused.map((one) => text(one, dataset, options)).join('\n'));
}

/** What works, and not as well as it may look: a sentence each, to be said before the run. */
export function notesOn(dataset: Dataset, options: ReplayOptions): readonly string[] {
  const told = problemsOf(dataset).filter(({ outcome }) => outcome === 'tell');
  return [
    ...foldNotes(dataset, options),
    ...holdoutNotes(dataset, options),
    ...told.map((one) => text(one, dataset, options)),
  ];
}

function foldNotes({ crossValidation, frequency }: Dataset, options: ReplayOptions): readonly string[] {
  const { initial, period, horizon } = crossValidation;
  const { cvInitial, cvHorizon } = USUAL_LENGTHS[frequency];
  if (isAsked(options) || initial === cvInitial) return [];
  return [
    `cross-validation fits to --train ${options.train} (--cv-initial ${initial} --cv-period ${period} --cv-horizon ${horizon}): the usual ${cvInitial} and ${cvHorizon} are longer together`,
  ];
}

/** Where nobody has said it, and it is not as long as it usually is. */
function holdoutNotes({ promotion: { holdout }, crossValidation, frequency }: Dataset, options: ReplayOptions) {
  const { horizon } = crossValidation;
  if (options.holdout !== undefined || holdout === horizon) return [];
  const isLonger = periodsIn(holdout, frequency) > periodsIn(horizon, frequency);
  const why = isLonger ? 'is too short to tell luck from loss' : 'would leave no fold of cross-validation before it';
  return [
    `recipes are judged on the last ${holdout} of a training window (--holdout ${holdout}): --cv-horizon ${horizon}, which is the usual length, ${why}`,
  ];
}

function text(problem: Infeasibility, dataset: Dataset, options: ReplayOptions): string {
  const texts = configuredTexts(dataset);
  return describeInfeasibility(
    { ...problem, fits: problem.fits.filter((changes) => changes.every(hasOption)) },
    { called: (field) => called(field, texts, options), changed: ({ field, value }) => option(field, value) },
  );
}

function hasOption({ field }: Change): boolean {
  return field in OPTIONS;
}

function called(field: FeasibleField, texts: ReturnType<typeof configuredTexts>, options: ReplayOptions): string {
  if (!isLengthField(field) || options[OPTIONS[field]] !== undefined) return option(field, texts[field]);
  const isHorizon = field === 'promotion.holdout' && texts[field] === texts['crossValidation.horizon'];
  return `${option(field, texts[field])} (${isHorizon ? 'as --cv-horizon' : 'the default'})`;
}

function option(field: FeasibleField, value: string | number): string {
  return isLengthField(field) ? `--${OPTIONS[field]} ${value}` : `${field} ${value}`;
}

function isLengthField(field: FeasibleField): field is keyof typeof OPTIONS {
  return field in OPTIONS;
}
