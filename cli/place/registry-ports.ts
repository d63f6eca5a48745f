import type { Ports } from '../../core/ports.ts';
import { localPorts } from '../../hosts/folder.ts';
import { requireRegistry } from './local-folder.ts';
import type { Place } from './place.ts';

/** What reading a registry takes. */
export type RegistryPorts = Pick<Ports, 'registry' | 'production' | 'stores' | 'keys'>;

/** The registry of a place; the AWS clients are loaded only for the place that needs them. @throws UsageError when there is none */
export async function registryPorts(place: Place): Promise<RegistryPorts> {
  if (place.on === 'aws') return (await import('../../hosts/account.ts')).accountRegistry(place.environment);
  await requireRegistry(place.folder);
  return localPorts(place.folder, []);
}
