import { localPorts } from '../../hosts/folder.ts';
import type { ParsedOptions } from '../options.ts';
import { requireRegistry } from './local-folder.ts';
import type { Place } from './place.ts';
import type { RegistryPorts } from './registry-ports.ts';

/** The registry of a place; the AWS clients are loaded only for the place that needs them. @throws UsageError when there is none */
export async function registryAt(place: Place, options: ParsedOptions): Promise<RegistryPorts> {
  if (place.on === 'aws') return (await import('./aws-registry.ts')).awsRegistry(place.environment, options);
  await requireRegistry(place.folder);
  return localPorts(place.folder, []);
}
