import { stringify } from 'yaml';
import type { DeliveryEnvironment } from '../../environments/delivery-environment.ts';
import { PULL_REQUEST_BUILDS } from '../../lib/delivery/commands.ts';
import { PIPELINES, RETURNS_AFTER } from '../../lib/delivery/stages.ts';
import type { Stage } from '../../lib/delivery/stages.ts';
import { askedBy, buildStep, jobOf, stageJob } from './jobs.ts';
import type { Mapping } from './jobs.ts';

const WRITTEN_BY = '# Written by: npm run workflow (the commands: lib/delivery/commands.ts)\n';

/** A job asks for what it needs beyond nothing. */
const NOTHING = { permissions: {} };

/** File names below .github/workflows, and what stands in them: the stages of the pipelines as jobs, one after the other. */
export function workflowsOf(delivery: DeliveryEnvironment): ReadonlyMap<string, string> {
  const files = new Map<string, Mapping>([
    ['main.yml', pipelineWorkflow(delivery, 'main')],
    ['release.yml', pipelineWorkflow(delivery, 'release')],
    ['return.yml', returnWorkflow(delivery)],
  ]);
  if (delivery.pullRequests !== 'none') files.set('pull-request.yml', pullRequestWorkflow(delivery));
  return new Map([...files].map(([name, content]) => [name, `${WRITTEN_BY}${stringify(content, { lineWidth: 0 })}`]));
}

function pipelineWorkflow(delivery: DeliveryEnvironment, name: 'main' | 'release'): Mapping {
  const back = name === RETURNS_AFTER.pipeline ? returnAfterFailure(delivery) : {};
  const on = { push: { branches: [delivery.branches[name]] } };
  return { name, on, ...NOTHING, jobs: { ...jobsOf(delivery, name), ...back } };
}

function returnWorkflow(delivery: DeliveryEnvironment): Mapping {
  const on = { workflow_dispatch: { inputs: askedBy(PIPELINES.return) } };
  return { name: 'return', on, ...NOTHING, jobs: jobsOf(delivery, 'return') };
}

function jobsOf(delivery: DeliveryEnvironment, pipeline: keyof typeof PIPELINES): Mapping {
  const all: readonly Stage[] = PIPELINES[pipeline];
  // Whoever is asked is asked by GitHub, before a job of the environment that follows.
  const stages = all.filter(({ actions }) => actions.some(({ does }) => does !== 'ask'));
  return Object.fromEntries(
    stages.map((stage, index) => [nameOf(stage), stageJob(delivery, stage, stages[index - 1])] as const),
  );
}

function returnAfterFailure(delivery: DeliveryEnvironment): Mapping {
  const after = RETURNS_AFTER.stage.toLowerCase();
  const condition = { needs: [after], if: `\${{ failure() && needs.${after}.result == 'failure' }}` };
  return Object.fromEntries(
    Object.entries(jobsOf(delivery, 'return')).map(([name, job]) => [name, { ...condition, ...Object(job) }]),
  );
}

function pullRequestWorkflow(delivery: DeliveryEnvironment): Mapping {
  const { 'pull-request-check': check, 'pull-request-deploy': deploy } = PULL_REQUEST_BUILDS;
  const head = '${{ github.event.pull_request.head.sha }}';
  const checked = jobOf(delivery, { steps: [buildStep('Check', check)], ref: head });
  const deployed = jobOf(delivery, {
    gitHub: 'pull-request',
    // GitHub gives a fork's pull request no token to take a role with, either.
    only: { if: '${{ github.event.pull_request.head.repo.full_name == github.repository }}' },
    env: { COMMIT: head, PULL_REQUEST: '${{ github.event.number }}' },
    steps: [buildStep('Deploy', deploy)],
    ref: head,
  });
  return {
    name: 'pull-request',
    on: { pull_request: { branches: [delivery.branches.main] } },
    ...NOTHING,
    jobs: { check: checked, ...(delivery.pullRequests === 'checked-and-deployed' ? { deploy: deployed } : {}) },
  };
}

function nameOf({ name }: Stage): string {
  return name.toLowerCase();
}
