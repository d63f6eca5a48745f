import { Fn } from 'aws-cdk-lib/core';
import type { Stack } from 'aws-cdk-lib/core';

/** Where a person looks: pages of the AWS console. Tokens stay tokens, so that the links hold what was deployed. */
export function consoleOf({ region, account }: Pick<Stack, 'region' | 'account'>) {
  const home = (service: string) => `https://${region}.console.aws.amazon.com/${service}/home?region=${region}`;
  return {
    /** The list of a state machine's executions. */
    executions: (stateMachineArn: string) => `${home('states')}#/statemachines/view/${stateMachineArn}`,
    machines: () => `${home('states')}#/statemachines`,
    dashboard: (name: string) => `${home('cloudwatch')}#dashboards/dashboard/${name}`,
    logGroup: (name: string) =>
      `${home('cloudwatch')}#logsV2:log-groups/log-group/${Fn.join('$252F', Fn.split('/', name))}`,
    quotas: (service: string) => `${home('servicequotas')}#!/services/${service}/quotas`,
    queue: (name: string) =>
      `https://${region}.console.aws.amazon.com/sqs/v3/home?region=${region}#/queues/` +
      `https%3A%2F%2Fsqs.${region}.amazonaws.com%2F${account}%2F${name}`,
  };
}
