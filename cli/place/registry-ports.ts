import type { Ports } from '../../core/ports.ts';

/** What reading a registry takes. */
export type RegistryPorts = Pick<Ports, 'registry' | 'production' | 'stores' | 'keys' | 'auditKeys'>;
