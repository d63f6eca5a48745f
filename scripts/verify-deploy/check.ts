import type { Deployment } from './cdk.ts';
import type { Emulators } from './emulators/emulators.ts';
import type { Inventory } from './inventory.ts';

/** A deployed environment, and the account that it is deployed to. */
export interface Site {
  readonly emulators: Emulators;
  readonly deployment: Deployment;
  /** What the account held before the deployment: the bootstrap's. */
  readonly before: Inventory;
  /** A line for whoever waits. */
  readonly say: (line: string) => void;
}

/** One thing about a deployed environment that is shown by running it. */
export interface Check {
  /** What holds when it passes. */
  readonly name: string;
  /** Whether `--quick` has it. */
  readonly quick: boolean;
  /** @returns what is wrong, a sentence each; nothing where it passes. An error that it throws is a failure as well. */
  readonly run: (site: Site) => Promise<readonly string[]>;
}
