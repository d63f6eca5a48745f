import { deploy, synthesize } from '../cdk.ts';
import type { Check } from '../check.ts';
import { findingsOf } from '../read-back/losses.ts';
import { physicalIds, readStack } from '../read-back/read-stack.ts';

export const UPDATE: Check = {
  name: 'a changed literal is an update: everything has its new value, and nothing is replaced',
  quick: false,
  async run(site) {
    const { emulators, deployment } = site;
    const { environment, stackName } = deployment;
    const before = await physicalIds(emulators.api, stackName);
    const updated = await deploy(emulators, await synthesize(emulators, { environment, change: 'update' }));
    const after = await physicalIds(emulators.api, stackName);
    const moved = [...before].filter(([logicalId, id]) => after.get(logicalId) !== id);
    return [
      ...(updated.changed ? [] : ['the command line found nothing to change']),
      ...moved.map(([logicalId, id]) => `${logicalId} was ${id} and is ${after.get(logicalId) ?? 'gone'}`),
      ...findingsOf(await readStack({ ...site, deployment: updated })),
    ];
  },
};
