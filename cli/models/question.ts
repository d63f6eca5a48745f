import type { RegistryPorts } from '../place/registry-ports.ts';
import type { ModelsOptions } from './command.ts';

/** What every view of the registry is asked with. */
export interface Question {
  readonly dataset: string;
  readonly ports: RegistryPorts;
  readonly options: ModelsOptions;
  /** As commands are told it: '--folder out/demo'. */
  readonly place: string;
}
