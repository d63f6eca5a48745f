import type { BuildName } from './commands.ts';

/** One thing that a stage does; those of a stage come one after the other. */
export type StageAction =
  | { readonly does: 'build'; readonly name: string; readonly build: BuildName }
  | {
      readonly does: 'machine';
      readonly name: string;
      readonly environment: 'staging' | 'prod';
      readonly machine: DeliveryMachine;
    }
  /** A person is asked, and shown the address that the build named has exported. */
  | { readonly does: 'ask'; readonly name: string; readonly shows: string };

/** What the delivery may start. */
export type DeliveryMachine = 'pipeline' | 'smoke';

export interface Stage {
  readonly name: string;
  /** Which of GitHub's environments its jobs are of, where GitHub's runners do the work: each has a role, and `prod` the people who are asked. */
  readonly gitHub: GitHubEnvironment;
  readonly actions: readonly StageAction[];
}

export type GitHubEnvironment = 'build' | 'dev' | 'staging' | 'evidence' | 'prod' | 'return' | 'pull-request';

const build = (name: string, of: BuildName): StageAction => ({ does: 'build', name, build: of });

/** The way of a commit, after the stage that fetches it. */
export const PIPELINES = {
  /** A merge to `main`: built once, and brought to dev and staging. */
  main: [
    { name: 'Check', gitHub: 'build', actions: [build('Check', 'check')] },
    { name: 'Build', gitHub: 'build', actions: [build('Image', 'image'), build('Build', 'build')] },
    { name: 'Dev', gitHub: 'dev', actions: [build('Deploy', 'deploy-dev')] },
    {
      name: 'Staging',
      gitHub: 'staging',
      actions: [
        build('Deploy', 'deploy-staging'),
        { does: 'machine', name: 'Run', environment: 'staging', machine: 'pipeline' },
        build('Keep', 'keep-run'),
      ],
    },
  ],
  /** A merge to `release`: what was built of that commit comes to prod, once a person agrees. */
  release: [
    { name: 'Evidence', gitHub: 'evidence', actions: [build('Evidence', 'evidence')] },
    { name: 'Approval', gitHub: 'prod', actions: [{ does: 'ask', name: 'Approve', shows: 'Evidence' }] },
    {
      name: 'Prod',
      gitHub: 'prod',
      actions: [
        build('Deploy', 'deploy-prod'),
        { does: 'machine', name: 'Smoke', environment: 'prod', machine: 'smoke' },
        build('Confirm', 'confirm'),
      ],
    },
  ],
  /** Started where the stage that `RETURNS_AFTER` names has failed, or by a person. */
  return: [{ name: 'Return', gitHub: 'return', actions: [build('Return', 'return')] }],
} as const satisfies Readonly<Record<string, readonly Stage[]>>;
export type PipelineName = keyof typeof PIPELINES;

export const ALL_STAGES: readonly (readonly [pipeline: PipelineName, stage: Stage])[] = (
  Object.keys(PIPELINES) as PipelineName[]
).flatMap((name) => PIPELINES[name].map((stage) => [name, stage] as const));

/** What of what failed brings the last good commit back. */
export const RETURNS_AFTER = { pipeline: 'release', stage: 'Prod' } as const;
