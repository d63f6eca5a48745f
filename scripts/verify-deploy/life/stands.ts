import type { Check } from '../check.ts';
import { NOT_EMULATED } from '../left-out.ts';
import { physicalIds } from '../read-back/read-stack.ts';

/** Of a stack that no other check looks into: what its template has is there. */
export const STANDS: Check = {
  name: 'stands, but for what the emulator does not know and what refers to it',
  quick: false,
  async run({ emulators, deployment, say }) {
    const { template, stackName, leftOut } = deployment;
    for (const { logicalId, type } of leftOut) {
      say(`left out: ${logicalId} (${type}); ${NOT_EMULATED[type] ?? 'refers to one of them'}`);
    }
    const standing = await physicalIds(emulators.api, stackName);
    return Object.keys(template.Resources)
      .filter((id) => !standing.has(id))
      .map((id) => `${id} is in the template, and not in the account`);
  },
};
