import type * as z from 'zod';
import { type Dataset, datasetSchema } from './dataset.ts';
import { ERROR_NAMES, PlatformError } from './errors.ts';

/**
 * A literal of datasets/, as it is used from then on.
 *
 * @throws DatasetInvalid naming every field that cannot be as it is, and what is allowed
 */
export function checkedDataset(literal: z.input<typeof datasetSchema>): Dataset {
  const { data, error } = datasetSchema.safeParse(literal);
  if (data !== undefined) return data;
  const problems = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new PlatformError(ERROR_NAMES.datasetInvalid, {
    problem: `the data set '${literal.name}' (datasets/) cannot be as it is written`,
    got: problems.join('; '),
  });
}
