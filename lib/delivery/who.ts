import { buildProjectName, deliveryPipelineRoleName, gitHubRoleName, stackName } from '../../core/contracts/names.ts';
import type { DeliveryEnvironment } from '../../environments/delivery-environment.ts';
import { ALL_BUILDS, PULL_REQUEST_BUILDS } from './commands.ts';
import { ALL_STAGES } from './stages.ts';
import type { DeliveryMachine, GitHubEnvironment } from './stages.ts';

/** Which roles of the delivery's account an environment trusts, by their names: the other half of what the delivery's own policies allow. */

export interface Starter {
  readonly machine: DeliveryMachine;
  readonly role: string;
}

export function whoStarts(environment: string, delivery: DeliveryEnvironment): readonly Starter[] {
  return ALL_STAGES.flatMap(([pipeline, { gitHub, actions }]) =>
    actions.flatMap((action) =>
      action.does === 'machine' && action.environment === environment
        ? [
            {
              machine: action.machine,
              role: roleOf(delivery, gitHub, (stack) => deliveryPipelineRoleName(stack, pipeline)),
            },
          ]
        : [],
    ),
  );
}

export function whoLooksAt(environment: string, delivery: DeliveryEnvironment): readonly string[] {
  return ALL_STAGES.flatMap(([, { gitHub, actions }]) =>
    actions.flatMap((action) =>
      action.does === 'build' && ALL_BUILDS[action.build].looksAt?.some((name) => name === environment) === true
        ? [roleOf(delivery, gitHub, (stack) => buildProjectName(stack, action.build))]
        : [],
    ),
  );
}

export function whoDeploysPullRequests(environment: string, delivery: DeliveryEnvironment): readonly string[] {
  const name = 'pull-request-deploy';
  if (environment !== PULL_REQUEST_BUILDS[name].deploysTo || delivery.pullRequests !== 'checked-and-deployed')
    return [];
  return [roleOf(delivery, 'pull-request', (stack) => buildProjectName(stack, name))];
}

/** With GitHub's runners, that of the GitHub environment that they work for. */
function roleOf(
  delivery: DeliveryEnvironment,
  gitHub: GitHubEnvironment,
  otherwise: (stack: string) => string,
): string {
  const stack = stackName(delivery);
  return delivery.source.from === 'github-actions' ? gitHubRoleName(stack, gitHub) : otherwise(stack);
}
