/** What a worker is asked: some files of tests with one mutant in the code, or with probes at all of them. */
export interface Order {
  /** null: probes. */
  readonly mutant: string | null;
  readonly tests: readonly string[];
}

/** A test that failed, and how it said so. */
export interface Failure {
  readonly file: string;
  readonly test: string;
  readonly message: string;
}

export type Report =
  | { readonly kind: 'begun'; readonly file: string }
  | {
      readonly kind: 'done';
      readonly failure: Failure | null;
      /** The mutants that were come by, where probes were asked for. */
      readonly reached: readonly string[];
      /** Of the worker's process. */
      readonly memoryMiB: number;
    };
