import type { Layer } from './layers.ts';

/** Layers that the platform writes: what is delivered has the deliverer's format. */
export type WrittenLayer = Exclude<Layer, 'landing'>;

/** What a bucket holds where it does not say (`FORMAT_KEY`): what was stored before formats had numbers. */
export const FIRST_FORMAT = 1;

export interface Format {
  /** The newest that this code reads; it reads all before it, too. */
  readonly reads: number;
  /** What it writes. */
  readonly writes: number;
}

/**
 * The formats of what is stored in a layer, objects and tables together. A format gets the next number where code that reads the one before cannot read
 * it: first a release reads it, a later one writes it, so that there is a way back from both (decision 0017).
 */
export const FORMATS: Readonly<Record<WrittenLayer, Format>> = {
  bronze: { reads: 1, writes: 1 },
  silver: { reads: 1, writes: 1 },
  gold: { reads: 1, writes: 1 },
  artifacts: { reads: 1, writes: 1 },
};
