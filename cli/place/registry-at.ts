import { localPorts } from '../../hosts/folder.ts';
import { requireRegistry } from './local-folder.ts';
import { type NameOptions, namesOf, notNamed } from './aws-names.ts';
import type { Place } from './place.ts';
import type { RegistryPorts } from './registry-ports.ts';

/** The registry of a place; the AWS clients are loaded only for the place that needs them. @throws UsageError when there is none */
export async function registryAt(place: Place, options: NameOptions): Promise<RegistryPorts> {
  if (place.on === 'folder') {
    await requireRegistry(place.folder);
    return localPorts(place.folder, []);
  }
  const names = namesOf(options);
  if (names.buckets.artifacts === undefined) throw notNamed('artifacts');
  const { awsRegistry } = await import('../../hosts/aws-registry.ts');
  return awsRegistry(place.environment.region, names, notNamed);
}
