/**
 * What each build of the delivery runs: what a person would type. Build projects, GitHub's workflows (`npm run workflow`) and the rehearsal take it from
 * here. The shell that runs it knows the variables of `BUILD_VARIABLES` that the commands name.
 */
export const BUILDS = {
  check: { description: 'Checks a commit', commands: ['npm run check'] },
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
    // The command's output is the page's address and nothing else; a refusal ends the build.
    commands: [
      deliver('require-confirmed --env staging'),
      `EVIDENCE_PAGE="$(${deliver('evidence', '--silent ')})"`,
      'export EVIDENCE_PAGE',
    ],
    exports: 'EVIDENCE_PAGE',
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
  /** A shell variable that later actions may refer to. */
  readonly exports?: string;
}

/** What comes before the commands of every build: the checkout alone has no packages. */
export const INSTALL = 'npm ci';

/** Shell variables that the commands above name. */
export const BUILD_VARIABLES = {
  commit: 'COMMIT',
  /** ARN of the execution that the action before has started. */
  execution: 'EXECUTION',
} as const;

function deliver(verb: string, npmOptions = ''): string {
  return `npm run ${npmOptions}deliver -- ${verb} --commit "$COMMIT"`;
}
