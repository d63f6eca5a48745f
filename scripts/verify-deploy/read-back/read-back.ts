import type { Check } from '../check.ts';
import type { Coverage } from '../coverage.ts';
import { findingsOf } from './losses.ts';
import { readStack } from './read-stack.ts';

/** @param coverage is told what was read */
export function readBack(coverage: Coverage): Check {
  return {
    name: "every resource, read back from its own service, is the template's",
    quick: true,
    async run(site) {
      const reads = await readStack(site);
      const properties = reads.reduce((sum, { paths }) => sum + paths.length, 0);
      site.say(`${reads.length} resources, ${properties} properties`);
      const { environment, leftOut } = site.deployment;
      for (const { type, logicalId } of leftOut)
        site.say(`left out, the emulator does not know its type: ${type} ${logicalId}`);
      coverage.add(environment, reads);
      coverage.leaveOut(environment, leftOut);
      return findingsOf(reads);
    },
  };
}
