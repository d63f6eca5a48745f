import type { Dataset } from '../../core/contracts/dataset.ts';

/** What is lived through. */
export interface Replayed {
  readonly dataset: Dataset;
  /** Where the delivered data go, below the folder of the run. */
  readonly landing: string;
  /** What is to be said before the run. */
  readonly notes: readonly string[];
}
