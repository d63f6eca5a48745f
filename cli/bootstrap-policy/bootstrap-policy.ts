import { writeFileSync } from 'node:fs';
import { pullRequestStacks } from '../../core/contracts/names.ts';
import type { Environment } from '../../environments/environment.ts';
import { findDelivery, findEnvironment } from '../../environments/index.ts';
import { executionPolicy } from '../../lib/bootstrap/execution-policy.ts';
import type { ExecutionPolicyProps } from '../../lib/bootstrap/execution-policy.ts';
import { whoDeploysPullRequests } from '../../lib/delivery/who.ts';
import { synthesizeLiteral } from '../../lib/synthesize.ts';
import type { BootstrapPolicyOptions } from './command.ts';

/** @throws EnvironmentInvalid */
export function printPolicy({ env, out }: BootstrapPolicyOptions): void {
  const environment = findEnvironment(env);
  const { account, region, permissionsBoundary } = environment;
  const { stackName: stack, template } = synthesizeLiteral(environment, { bundling: false });
  const policy = executionPolicy({
    template: template as unknown as ExecutionPolicyProps['template'],
    partition: partitionOf(region),
    region,
    account,
    stack,
    permissionsBoundary,
    alsoStacks: pullRequestsOf(environment),
  });
  const text = `${JSON.stringify(policy, null, 2)}\n`;
  if (out === undefined) process.stdout.write(text);
  else writeFileSync(out, text);
}

/** Where the delivery deploys pull requests beside the environment, that is done with the same rights. */
function pullRequestsOf(environment: Environment): readonly string[] {
  if (environment.kind !== 'platform' || environment.deployedBy !== 'pipelines') return [];
  return whoDeploysPullRequests(environment.name, findDelivery()).length === 0 ? [] : [pullRequestStacks(environment)];
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
