import { destroy } from '../cdk.ts';
import type { Check, Site } from '../check.ts';
import { inventoryLine, inventoryOf } from '../inventory.ts';
import type { Inventory } from '../inventory.ts';
import { physicalIds } from '../read-back/read-stack.ts';

export const PROTECTED: Check = {
  name: 'cannot be destroyed while it is protected',
  quick: false,
  async run({ emulators, deployment }) {
    const refusal = await destroy(emulators, deployment).then(
      () => undefined,
      (error: unknown) => String(error),
    );
    if (refusal?.includes('TerminationProtection') !== true) return [`the destruction was not refused: ${refusal}`];
    return [];
  },
};

export const DESTROY: Check = {
  name: 'is destroyed, and leaves what is to be retained and nothing else',
  quick: false,
  async run(site) {
    const { emulators, deployment } = site;
    const retained = await retainedOf(site);
    await destroy(emulators, deployment);
    return differencesOf(await inventoryOf(emulators.api), new Set([...site.before, ...retained]));
  },
};

/** What the template says to keep, as an inventory has it. */
export async function retainedOf({ emulators, deployment }: Site): Promise<Inventory> {
  const ids = await physicalIds(emulators.api, deployment.stackName);
  const retained = Object.entries(deployment.template.Resources).filter(([, { DeletionPolicy }]) =>
    DeletionPolicy?.startsWith('Retain'),
  );
  return new Set(retained.map(([logicalId, { Type }]) => inventoryLine(Type, String(ids.get(logicalId)))));
}

/** What is left and should not be, and the other way round. */
export function differencesOf(left: Inventory, expected: Inventory): readonly string[] {
  return [
    ...[...left].filter((line) => !expected.has(line)).map((line) => `left behind: ${line}`),
    ...[...expected].filter((line) => !left.has(line)).map((line) => `gone, and should be kept: ${line}`),
  ];
}
