/**
 * What each build of the delivery runs: what a person would type. Build projects, GitHub's workflows (`npm run workflow`) and the rehearsal take it from
 * here. The shell that runs it knows the variables of `BUILD_VARIABLES` that the commands name.
 */
export const BUILDS = {
  check: { description: 'Checks a commit', commands: [deliver('check')] },
  image: { description: 'Builds the image of a commit, and pushes it', commands: [deliver('image')] },
  build: { description: 'Synthesizes the environments of a commit', commands: [deliver('build')] },
  'deploy-dev': { description: 'Deploys a build to dev', commands: [deliver('deploy --env dev')] },
  'deploy-staging': { description: 'Deploys a build to staging', commands: [deliver('deploy --env staging')] },
  'keep-run': {
    description: "Keeps what staging's run of a commit showed",
    commands: [deliver('keep-run --env staging --execution "$EXECUTION"')],
  },
  evidence: {
    description: 'Writes the evidence of a release',
    // The second leaves a file of the variables that the approval shows.
    commands: [deliver('require-confirmed --env staging'), deliver('evidence'), '. out/evidence.env'],
    exports: ['EVIDENCE_URL', 'EVIDENCE_SHA256', 'EVIDENCE_VERDICT'],
  },
  'deploy-prod': { description: 'Deploys a build to prod', commands: [deliver('deploy --env prod')] },
  confirm: {
    description: 'Records that a commit stands in prod',
    commands: [deliver('confirm --env prod --execution "$EXECUTION"')],
  },
  /** Of the store alone: whatever the commit in hand is, the last good one comes back. */
  return: {
    description: 'Brings the last good commit back to prod',
    commands: ['npm run deliver -- return --env prod'],
  },
} as const satisfies Readonly<Record<string, Build>>;
export type BuildName = keyof typeof BUILDS;

export interface Build {
  readonly description: string;
  readonly commands: readonly string[];
  /** Shell variables that later actions may refer to. */
  readonly exports?: readonly string[];
}

/** What comes before the commands of every build: the checkout alone has no packages. */
export const INSTALL = 'npm ci';

/** Shell variables that the commands above name. */
export const BUILD_VARIABLES = {
  commit: 'COMMIT',
  /** ARN of the execution that the action before has started. */
  execution: 'EXECUTION',
} as const;

function deliver(verb: string): string {
  return `npm run deliver -- ${verb} --commit "$COMMIT"`;
}
