import { deploy } from '../cdk.ts';
import type { Check, Site } from '../check.ts';
import { listAt } from '../read-back/reader.ts';

export const REDEPLOY: Check = {
  name: 'deploying again what is deployed changes nothing',
  quick: true,
  async run(site) {
    const before = await eventsOf(site);
    const { changed } = await deploy(site.emulators, site.deployment);
    const after = await eventsOf(site);
    return [
      ...(changed ? ['the command line found something to change'] : []),
      ...(after > before ? [`CloudFormation has ${after - before} more events of the stack`] : []),
    ];
  },
};

async function eventsOf({ emulators, deployment }: Site): Promise<number> {
  const { stackName } = deployment;
  const answer = await emulators.api.call('cloudformation', 'DescribeStackEvents', { StackName: stackName });
  return listAt(answer, 'StackEvents').length;
}
