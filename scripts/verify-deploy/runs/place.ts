import type { Json } from '../../../asl/index.ts';
import type { Assembly } from '../cdk.ts';

/** Objects by `<layer>/<key>`. */
export type Objects = ReadonlyMap<string, Uint8Array>;

export interface Request {
  readonly machine: string;
  /** The execution's name, which becomes the run's id. */
  readonly run: string;
  readonly input: Readonly<Record<string, Json>>;
}

/** Where the platform runs: an account, or a folder of this machine. The same is asked of both. */
export interface Place {
  /** Puts a file where the data set's deliveries are looked for, as a user would. */
  deliver(csv: string): Promise<void>;
  /** From now on these are the machines. */
  adopt(assembly: Assembly): Promise<void>;
  /** Runs a machine to its end. @returns its output. @throws Error where it does not succeed */
  run(request: Request): Promise<unknown>;
  /** One of the project's commands, such as `models`. @returns what it prints. @throws Error where it fails */
  command(name: string, words: readonly string[]): Promise<string>;
  /** undefined where there is none. @param path `<layer>/<key>` */
  read(path: string): Promise<Uint8Array | undefined>;
  objects(): Promise<Objects>;
}
