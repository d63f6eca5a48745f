import type { DataContract } from '../contracts/data-contract.ts';

/** What the target can be, both ends included; without either there is no end. */
export type Bounds = Pick<DataContract, 'min' | 'max'>;

/** In place. */
export function clip(values: Float64Array, { min = -Infinity, max = Infinity }: Bounds): Float64Array {
  if (min === -Infinity && max === Infinity) return values;
  for (let i = 0; i < values.length; i++) values[i] = Math.min(Math.max(values[i], min), max);
  return values;
}
