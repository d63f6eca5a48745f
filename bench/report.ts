import type { MutatedOptions } from './mutated/options.ts';
import type { TruthOptions } from './truth/options.ts';

/** What a figure has to reach. */
export type Target =
  { readonly atLeast: number } | { readonly atMost: number } | { readonly between: readonly [number, number] };

/** One measured number. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Without one, the figure is there to be read beside the others. */
  readonly target?: Target | undefined;
  /** What keeps it from the target, printed when it is missed. */
  readonly limitedBy?: string | undefined;
  /** How it was measured, where the name does not say. */
  readonly note?: string | undefined;
}

/** What a section may read and say beside its figures. */
export interface SectionContext {
  readonly truth: TruthOptions;
  readonly mutated: MutatedOptions;
  /** A line of progress. */
  readonly write: (line: string) => void;
}

/** A part of the benchmark: gives its figures, or throws. */
export type Section = (context: SectionContext) => Promise<readonly Figure[]>;

export function isMet({ value, target }: Figure): boolean | undefined {
  if (target === undefined) return undefined;
  if ('atLeast' in target) return value >= target.atLeast;
  if ('atMost' in target) return value <= target.atMost;
  return value >= target.between[0] && value <= target.between[1];
}

/** `name: measured (target ..., met)`, with the note on a line of its own. */
export function figureLine(figure: Figure): string {
  const { name, value, unit, note } = figure;
  const measured = `${name}: ${rounded(value)}${unit === '' ? '' : ` ${unit}`}`;
  return `${measured}${verdict(figure)}${note === undefined ? '' : `\n    ${note}`}`;
}

function verdict(figure: Figure): string {
  const { target, limitedBy } = figure;
  if (target === undefined) return '';
  const result = isMet(figure) === true ? 'met' : `NOT met: ${limitedBy ?? 'what limits it is not known'}`;
  return ` (target ${targetText(target)}, ${result})`;
}

export function targetText(target: Target): string {
  if ('atLeast' in target) return `>= ${target.atLeast}`;
  if ('atMost' in target) return `<= ${target.atMost}`;
  return `${target.between[0]} to ${target.between[1]}`;
}

/** Three digits are what a benchmark on a shared machine can tell apart. */
export function rounded(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

/** A figure as bench.json holds it. */
export function figureJson(figure: Figure) {
  return { ...figure, ...(figure.target === undefined ? {} : { met: isMet(figure) }) };
}
