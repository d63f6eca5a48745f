import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import type { Dataset } from '../core/contracts/dataset.ts';
import { nearestName } from '../core/ingest/nearest-name.ts';
import type { DatasetCatalog } from '../core/ports.ts';
import { weather } from './weather.ts';

/** Every forecasting problem of the platform: a new one is a file in this folder and an entry here. */
export const DATASETS: readonly Dataset[] = [weather];

export function catalogOf(datasets: readonly Dataset[]): DatasetCatalog {
  const names = datasets.map(({ name }) => name);
  return {
    find(wanted) {
      const found = datasets.find(({ name }) => name === wanted);
      if (found !== undefined) return found;
      const nearest = nearestName(wanted, names);
      throw new PlatformError(ERROR_NAMES.datasetUnknown, {
        problem: 'there is no data set of this name',
        got: wanted,
        allowed: names.join(', '),
        ...(nearest === undefined ? {} : { hint: `did you mean '${nearest}'?` }),
      });
    },
  };
}
