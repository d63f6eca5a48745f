import type { Threads } from './map-blocks.ts';

export interface TrainOptions extends Threads {
  /** Told after every block how many series are done, the failed ones too. */
  readonly onProgress?: (series: number) => void;
}
