import type { ModelRegistry, ProductionPointer } from '../core/ports.ts';

/**
 * Makes the registry's stages mirror the pointer: the version that it names is at 'Production', and any other one that still is goes to
 * 'Archived'. Changes only what differs, so it also repairs what a crash left. The pointer is looked at again afterwards: one
 * who was slow, and set what was out of date by then, sets it right.
 *
 * @throws ModelVersionUnknown when the pointer names a version that is not registered
 */
export async function followPointer(
  registry: ModelRegistry,
  pointer: ProductionPointer,
  dataset: string,
): Promise<void> {
  for (let followed = 0; ;) {
    const newest = await pointer.read(dataset);
    if (newest === undefined || newest.revision === followed) return;
    const stages = await registry.stages(dataset);
    for (const [version, stage] of stages) {
      if (stage === 'Production' && version !== newest.to) await registry.setStage(dataset, version, 'Archived');
    }
    if (stages.get(newest.to) !== 'Production') await registry.setStage(dataset, newest.to, 'Production');
    followed = newest.revision;
  }
}
