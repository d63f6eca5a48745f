import { ERROR_NAMES } from '../../core/contracts/errors.ts';
import type { Expressions } from './jsonata.ts';

const IS_GIVEN = "$type($states.input.dataset) = 'string'";

/** The data set that an execution is asked about, or what its failure is recorded under where it was not told one: nothing catches an error here. */
export const DATASET = `(${IS_GIVEN} ? $states.input.dataset : 'unknown')`;

export const IS_DATASET_MISSING = `$not(${IS_GIVEN})`;

export const MISSING_DATASET: Expressions = {
  Error: `'${ERROR_NAMES.stepInputInvalid}'`,
  Cause:
    `"the execution's input has no dataset; got " & $string($states.input) & "; allowed: the name of a data set; " & ` +
    `"hint: start it with { 'dataset': 'NAME' }"`,
  Told: 'false',
};
