/** What a worker is asked: some files of tests with one mutant in the code, or with probes at all of them. */
export interface Order {
  /** null: probes. */
  readonly mutant: string | null;
  readonly tests: readonly string[];
  /** Processor time that each of the files may take, in their order: how long it lasts depends on what else the machine does. */
  readonly cpuMs: readonly number[];
  /** How long the worker may do next to nothing. */
  readonly idleMs: number;
}

/** What the watchdog is told: the limits of a file of tests, or, as null, that nothing is under way. */
export type Watch = { readonly cpuMs: number; readonly idleMs: number } | null;

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
      readonly cpuMs: number;
      /** Of the worker's process. */
      readonly memoryMiB: number;
    };
