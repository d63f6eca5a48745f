import type { EffectSums } from './effect-sums.ts';
import { COLLINEAR } from './factor.ts';
import type { DesignFactor } from './gram-factors.ts';
import { OBSERVATIONS_PER_COLUMN } from './gram-factors.ts';
import { packedRow } from './gram.ts';
import type { Term } from './shrinkage.ts';

/** The curve's factor with the effects' columns behind it: each is what the curve and the effects before it do not explain. */
export interface ExtendedFactor extends DesignFactor {
  /** Which effects take part, in the order of their columns. */
  readonly effects: readonly number[];
}

/** An effect that was seen once is no evidence that it comes again. */
const MIN_SEEN = 2;

/** @param curveColumns how many columns the full matrix has for the curve, those not in use among them: the effects' come after them */
export function extendFactor(
  factor: DesignFactor,
  sums: EffectSums,
  { observations, curveColumns }: { readonly observations: number; readonly curveColumns: number },
): ExtendedFactor {
  const base = factor.columns.length;
  const room = Math.max(0, Math.floor(observations / OBSERVATIONS_PER_COLUMN) - base);
  const effects = Array.from(sums.seen.keys())
    .filter((j) => sums.seen[j] >= MIN_SEEN)
    .slice(0, room);
  const lower = new Float64Array(packedRow(base + effects.length));
  lower.set(factor.lower);
  effects.forEach((j, at) => fillRow(lower, base + at, (column) => product(sums, j, { factor, effects, column })));
  return {
    columns: Int32Array.of(...factor.columns, ...effects.map((j) => curveColumns + j)),
    lower,
    terms: [...factor.terms, ...effects.map((j, at) => termOf(sums, j, base + at))],
    effects,
  };
}

/** One more row of the Cholesky factor. */
function fillRow(lower: Float64Array, i: number, gram: (column: number) => number): void {
  const row = packedRow(i);
  for (let j = 0; j <= i; j++) {
    const other = packedRow(j);
    let rest = gram(j);
    for (let k = 0; k < j; k++) rest -= lower[row + k] * lower[other + k];
    if (j < i) lower[row + j] = lower[other + j] === 0 ? 0 : rest / lower[other + j];
    else lower[row + i] = rest > COLLINEAR * gram(i) ? Math.sqrt(rest) : 0;
  }
}

interface Place {
  readonly factor: DesignFactor;
  readonly effects: readonly number[];
  /** Position among the columns in use. */
  readonly column: number;
}

/** Of an effect with a column of the curve, or with an effect that comes before it. */
function product(sums: EffectSums, j: number, { factor, effects, column }: Place): number {
  const { columns } = factor;
  if (column < columns.length) return sums.withCurve[(j * sums.withCurve.length) / sums.xy.length + columns[column]];
  return sums.squares[packedRow(j) + effects[column - columns.length]];
}

/** How fast it changes, an effect's own autocorrelation says: that of a wave is the cosine of its angle a step. */
function termOf({ squares, steps }: EffectSums, j: number, at: number): Term {
  const cosine = Math.min(Math.max(steps[j] / squares[packedRow(j) + j], -1), 1);
  return { kind: 'effect', at, width: 1, cosine, evidence: 1 };
}
