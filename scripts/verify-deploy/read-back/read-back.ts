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
      coverage.add(site.deployment.environment, reads);
      return findingsOf(reads);
    },
  };
}
