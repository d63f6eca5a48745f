import { localPorts } from '../../hosts/folder.ts';
import { requireRegistry } from './local-folder.ts';
import type { Place } from './place.ts';
import type { RegistryPorts } from './registry-ports.ts';

/** The registry of a place; the AWS clients are loaded only for the place that needs them. @throws UsageError when there is none */
export async function registryAt(place: Place): Promise<RegistryPorts> {
  if (place.on === 'aws') return (await import('../../hosts/account.ts')).accountRegistry(place.environment);
  await requireRegistry(place.folder);
  return localPorts(place.folder, []);
}
