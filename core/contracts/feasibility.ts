import type { Frequency } from './frequency.ts';
import {
  belowAPeriod,
  BLOCK,
  type Cure,
  type FeasibleField,
  type Finding,
  JOINED_ROWS,
  type LengthField,
  LENGTHS,
  type NumberField,
  RULES,
  type RuleName,
  type Sizes,
} from './feasibility-rules.ts';
import { hoursIn, lengthOf, PERIOD_HOURS } from './lengths.ts';

/** What is read of a data set. */
export interface Configured {
  readonly frequency: Frequency;
  readonly columns: { readonly id?: string | undefined };
  readonly training: { readonly length: string };
  readonly evaluation: { readonly length: string };
  readonly crossValidation: { readonly initial: string; readonly period: string; readonly horizon: string };
  readonly promotion: {
    readonly holdout: string;
    readonly gates: { readonly minJoinedRows: number; readonly production: { readonly blockLength: number } };
  };
  readonly monitoring: { readonly cadence: string };
}

export interface Change {
  readonly field: FeasibleField;
  readonly value: string | number;
}

export interface Infeasibility {
  readonly name: RuleName;
  /** `refuse`: it can never come right. `tell`: it works, and not as well as it may look. */
  readonly outcome: 'refuse' | 'tell';
  /** The field that is to blame first. */
  readonly field: FeasibleField;
  /** One clause, in which fields are called with their values as the reader knows them: `promotion.holdout '14d'`, `--holdout 14d`. */
  readonly says: (called: (field: FeasibleField) => string) => string;
  /** Each by itself cures it, and nothing else breaks by it. */
  readonly fits: readonly (readonly Change[])[];
}

/**
 * What of a data set's lengths cannot go together, whatever the data: no candidate would ever be cross-validated, or no recipe would ever take
 * another's place. Figures count calendar-free, a month as a twelfth of 365 days.
 */
export function feasibility(dataset: Configured): readonly Infeasibility[] {
  const sizes = sizesOf(dataset);
  const found = broken(sizes);
  return found.map(({ cures, ...finding }) => ({
    ...finding,
    fits: cures.filter((cure) => isCured(finding, cure, { sizes, found })).map((cure) => textsOf(cure, sizes)),
  }));
}

/** The problem and what would fit, in the words of whoever reads it. */
export function describeInfeasibility(
  { says, fits }: Infeasibility,
  words: { called(field: FeasibleField): string; changed(change: Change): string },
): string {
  const would = fits.map((changes) => changes.map((change) => words.changed(change)).join(' '));
  return `${says((field) => words.called(field))}${would.length === 0 ? '' : `; would fit: ${would.join(', or ')}`}`;
}

/** As a literal says it. */
export function describeOfLiteral(problem: Infeasibility, dataset: Configured): string {
  const texts = configuredTexts(dataset);
  const text = (field: FeasibleField, value: string | number) => {
    return typeof value === 'string' ? `${field} '${value}'` : `${field} ${value}`;
  };
  return describeInfeasibility(problem, {
    called: (field) => text(field, texts[field]),
    changed: ({ field, value }) => text(field, value),
  });
}

/** As the data set says them. */
export function configuredTexts({
  training,
  evaluation,
  crossValidation: { initial, period, horizon },
  promotion: { holdout, gates },
  monitoring,
}: Configured): Readonly<Record<LengthField, string> & Record<NumberField, number>> {
  return {
    'training.length': training.length,
    'evaluation.length': evaluation.length,
    'crossValidation.initial': initial,
    'crossValidation.period': period,
    'crossValidation.horizon': horizon,
    'promotion.holdout': holdout,
    'monitoring.cadence': monitoring.cadence,
    [BLOCK]: gates.production.blockLength,
    [JOINED_ROWS]: gates.minJoinedRows,
  };
}

function sizesOf(dataset: Configured): Sizes {
  const texts = configuredTexts(dataset);
  return {
    frequency: dataset.frequency,
    isOneSeries: dataset.columns.id === undefined,
    of: (field) => {
      const text = texts[field];
      return typeof text === 'string' ? hoursIn(text) : text;
    },
  };
}

/** Where a length is shorter than a period, the other rules wait until none is. */
function broken(sizes: Sizes): readonly Finding[] {
  const short = LENGTHS.flatMap((field) => belowAPeriod(field, sizes) ?? []);
  if (short.length > 0) return short;
  return RULES.flatMap((rule) => rule(sizes) ?? []);
}

/** No other problem may take its place; those that were there before have cures of their own. */
function isCured(
  { name, field }: Pick<Finding, 'name' | 'field'>,
  cure: Cure,
  { sizes, found }: { readonly sizes: Sizes; readonly found: readonly Finding[] },
): boolean {
  const hours = PERIOD_HOURS[sizes.frequency];
  if (cure.some(([, value]) => value < 1)) return false;
  const changed = new Map(cure.map(([one, value]) => [one, isLength(one) ? value * hours : value]));
  const after = broken({ ...sizes, of: (one) => changed.get(one) ?? sizes.of(one) });
  const isThere = after.some((one) => one.name === name && one.field === field);
  // What the other rules say was not known before, and is no cure's fault.
  if (name === 'shorter-than-a-period') return !isThere;
  return (
    !isThere && after.every(({ outcome, name: one }) => outcome === 'tell' || found.some((two) => two.name === one))
  );
}

function isLength(field: FeasibleField): boolean {
  return field !== BLOCK && field !== JOINED_ROWS;
}

function textsOf(cure: Cure, { frequency }: Sizes): readonly Change[] {
  return cure.map(([field, value]) => ({ field, value: isLength(field) ? lengthOf(value, frequency) : value }));
}
