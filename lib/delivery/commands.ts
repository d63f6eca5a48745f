import { deliveryKeys, RETURN_FROM, RETURN_FROM_VARIABLE } from '../../core/contracts/delivery.ts';

/** What a build runs, as a person would type it, and what that needs of the accounts. */
export interface Build {
  readonly description: string;
  readonly commands: readonly string[];
  /** Shell variables that later actions may refer to. */
  readonly exports?: readonly string[];
  /** Shell variables that its commands name, or know by themselves, beside `BUILD_VARIABLES`. */
  readonly takes?: Readonly<Record<string, Taken>>;
  /** Patterns of the keys that it writes to the releases bucket; every build that uses the bucket may read it whole. */
  readonly writes: readonly string[];
  /** Through the roles that `cdk bootstrap` made in the environment's account. */
  readonly deploysTo?: TargetName;
  /** Whose runs and whose stack it looks at. */
  readonly looksAt?: readonly TargetName[];
  /** What it does with the images of the container tasks. */
  readonly images?: 'builds' | 'reads-scans';
}

/** Whose word a variable is. */
export type Taken =
  /** What the build of that stage, which has the stage's name, has exported under the same name. */
  | { readonly of: 'a-build'; readonly stage: string }
  /** That of a person who starts the pipeline by hand; whatever else starts it says nothing. */
  | {
      readonly of: 'a-person';
      readonly otherwise: string;
      readonly allowed: readonly string[];
      readonly description: string;
    };

export type TargetName = 'dev' | 'staging' | 'prod';

const ANY = '*';
const deployed = (to: TargetName): string => `${deliveryKeys.deployments(to)}*`;

/**
 * Every build of the delivery. Build projects, GitHub's workflows (`npm run workflow`) and the rehearsal take it from here. The shell that runs the
 * commands knows the variables of `BUILD_VARIABLES` that they name.
 */
export const BUILDS = {
  check: {
    description: 'Checks a commit',
    commands: [deliver('check')],
    writes: [deliveryKeys.check(ANY)],
  },
  image: {
    description: 'Builds the image of a commit, and pushes it',
    commands: [deliver('image')],
    writes: [deliveryKeys.image(ANY)],
    images: 'builds',
  },
  build: {
    description: 'Synthesizes the environments of a commit',
    commands: [deliver('build')],
    writes: [deliveryKeys.build(ANY), deliveryKeys.assembly(ANY, ANY)],
  },
  'deploy-dev': {
    description: 'Deploys a build to dev',
    commands: [deliver('deploy --env dev')],
    writes: [deployed('dev')],
    deploysTo: 'dev',
  },
  'deploy-staging': {
    description: 'Deploys a build to staging',
    commands: [deliver('deploy --env staging')],
    writes: [deployed('staging')],
    deploysTo: 'staging',
  },
  'keep-run': {
    description: "Keeps what staging's run of a commit showed",
    commands: [deliver('keep-run --env staging --execution "$EXECUTION"')],
    writes: [deliveryKeys.run('staging', ANY), deliveryKeys.confirmation('staging', ANY)],
    looksAt: ['staging'],
  },
  evidence: {
    description: 'Writes the evidence of a release',
    // The second leaves a file of the variables that the approval shows.
    commands: [deliver('require-confirmed --env staging'), deliver('evidence'), '. out/evidence.env'],
    exports: ['EVIDENCE_URL', 'EVIDENCE_SHA256', 'EVIDENCE_VERDICT'],
    writes: [deliveryKeys.evidence(ANY), deliveryKeys.evidencePage(ANY), deliveryKeys.evidenceHashes(ANY)],
    looksAt: ['dev', 'staging', 'prod'],
    images: 'reads-scans',
  },
  'deploy-prod': {
    description: 'Deploys a build to prod',
    // The evidence that the approval was shown, and no other.
    commands: [deliver('deploy --env prod --sha256 "$EVIDENCE_SHA256"')],
    takes: { EVIDENCE_SHA256: { of: 'a-build', stage: 'Evidence' } },
    writes: [deployed('prod')],
    deploysTo: 'prod',
  },
  confirm: {
    description: 'Records that a commit stands in prod',
    commands: [deliver('confirm --env prod --execution "$EXECUTION"')],
    writes: [deliveryKeys.confirmation('prod', ANY)],
    looksAt: ['prod'],
  },
  return: {
    description: 'Brings the last good commit back to prod',
    // Of the store alone: whichever commit the build has in hand.
    // A variable, not an option: the checkout may be older than the pipeline.
    commands: ['npm run deliver -- return --env prod'],
    takes: {
      [RETURN_FROM_VARIABLE]: {
        of: 'a-person',
        // A stage that fails before it has deployed anything has left the good commit where it was.
        otherwise: 'unconfirmed',
        allowed: RETURN_FROM,
        description: "'unconfirmed': only from a commit that prod has not confirmed; 'any': from whatever stands there",
      },
    },
    writes: [deployed('prod')],
    deploysTo: 'prod',
  },
} as const satisfies Readonly<Record<string, Build>>;
export type BuildName = keyof typeof BUILDS;

/** With the optional fields of each. */
export const ALL_BUILDS: Readonly<Record<BuildName, Build>> = BUILDS;

/** Of a pull request: a branch of the repository itself comes to dev's account for a run, and is taken away again. */
export const PULL_REQUEST_BUILDS = {
  'pull-request-check': {
    description: 'Checks a pull request',
    commands: ['npm run check'],
    writes: [],
  },
  'pull-request-deploy': {
    description: "Runs a pull request in dev's account, and takes it away again",
    commands: ['npm run deliver -- pull-request --number "$PULL_REQUEST" --commit "$COMMIT"'],
    writes: [],
    deploysTo: 'dev',
  },
} as const satisfies Readonly<Record<string, Build>>;

/** What comes before the commands of every build: `npm ci`, with the mark by which they see that it was done. */
export const INSTALL = 'node scripts/ensure-installed.mjs';

/** Shell variables that the commands name. */
export const BUILD_VARIABLES = {
  commit: 'COMMIT',
  /** ARN of the execution that the action before has started. */
  execution: 'EXECUTION',
  pullRequest: 'PULL_REQUEST',
} as const;

function deliver(verb: string): string {
  return `npm run deliver -- ${verb} --commit "$COMMIT"`;
}
