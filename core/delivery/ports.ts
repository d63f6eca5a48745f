import type { Clock } from '../ports.ts';

/** The outside world as `npm run deliver` needs it, beside the releases store. */
export interface DeliveryPorts {
  readonly checkout: Checkout;
  readonly archives: Archives;
  readonly toolkit: Toolkit;
  /** Runs an npm script of the checkout. @returns whether it passed */
  readonly npmRun: (script: string) => Promise<boolean>;
  /** Whom the credentials are of. @throws AccountRefused where there are none */
  readonly caller: (region: string) => Promise<Caller>;
  readonly images: Images;
  readonly clock: Clock;
  /** A line for whoever waits. */
  readonly say: (line: string) => void;
}

/** The sources that a build is made of. */
export interface Checkout {
  /** undefined where there is no repository. */
  head(): Promise<string | undefined>;
  /** Files that differ from the commit, or that it does not know. */
  changedFiles(): Promise<readonly string[]>;
  /** The commits that lead to this one and to none of the others, newest first. Others that the repository does not know are left out. */
  commitsSince(commit: string, others: readonly string[]): Promise<readonly CommitInfo[]>;
  /** Another wherever one of these files and folders has another content in the commit. */
  treeHash(commit: string, paths: readonly string[]): Promise<string>;
}

export interface CommitInfo {
  readonly commit: string;
  readonly author: string;
  readonly at: string;
  readonly subject: string;
}

/** A folder as one body of bytes: the same files give the same bytes. */
export interface Archives {
  pack(folder: string): Promise<Uint8Array>;
  /** @param folder empty */
  unpack(body: Uint8Array, folder: string): Promise<void>;
}

export interface SynthesisRequest {
  readonly commit: string;
  /** A name of environments/. */
  readonly environment: string;
  /** Values of `--context`, beside the environment's. */
  readonly context: Readonly<Record<string, string>>;
  readonly folder: string;
}

/** A cloud assembly in a folder, and its one stack. */
export interface StackToDeploy {
  readonly folder: string;
  readonly stack: string;
  readonly account: string;
  readonly region: string;
}

/** The CDK's command line. */
export interface Toolkit {
  synthesize(request: SynthesisRequest): Promise<void>;
  /** @throws DeploymentFailed */
  deploy(stack: StackToDeploy): Promise<void>;
}

export interface Caller {
  readonly account: string;
  readonly arn: string;
}

/** The repository of container images. */
export interface Images {
  /** `repository@sha256:...` of the image that was pushed of a commit; undefined where there is none yet. */
  find(commit: string): Promise<string | undefined>;
  /** Builds and pushes it. @returns `repository@sha256:...` */
  build(commit: string): Promise<string>;
}
