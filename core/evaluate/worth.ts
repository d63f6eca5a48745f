import { figure, plural } from '../contracts/figures.ts';
import type { Hindsight } from './run-record.ts';

/** What a refusal was worth: `right` where what stayed in force was closer to what came true. */
export interface Worth {
  readonly refusal: 'right' | 'wrong' | 'unknown';
  readonly text: string;
}

export function worthOf(hindsight: Hindsight | null): Worth {
  if (hindsight === null) return { refusal: 'unknown', text: 'nothing has come true since' };
  const { refused, refusedRmse, inForceRmse, joined } = hindsight;
  if (refusedRmse === null || inForceRmse === null) return { refusal: 'unknown', text: 'nothing has come true since' };
  const refusal = refusedRmse < inForceRmse ? 'wrong' : 'right';
  const text =
    `in hindsight ${refusal}: RMSE ${figure(refusedRmse)} of version ${refused} against ${figure(inForceRmse)} ` +
    `of what stayed, on ${plural(joined, 'row')} until the next look`;
  return { refusal, text };
}
