import type { MachineName } from '../../lib/machines/machine.ts';
import type { Place } from './place.ts';

/** An execution of a machine that a person asks for. */
export interface MachineRequest {
  readonly machine: MachineName;
  /** The execution's, which is the run's id: each by hand is another. */
  readonly name: string;
  readonly input: { readonly dataset: string; readonly [field: string]: string | number | boolean };
}

/** '20261121T143215007Z': the end of a name that no other execution has. */
export function stampOf(nowMs: number): string {
  return new Date(nowMs).toISOString().replace(/[-:.]/g, '');
}

/**
 * Progress goes to standard error, so that standard output holds the result alone.
 *
 * @returns the machine's output
 * @throws RunFailed with the error of the state machine; EnvironmentUnreachable, DatasetUnknown
 */
export async function runMachineAt(place: Place, request: MachineRequest): Promise<unknown> {
  const write = (piece: string): void => void process.stderr.write(piece);
  if (place.on === 'aws') {
    const { runMachineInAws } = await import('./run-machine-aws.ts');
    return runMachineInAws(place.environment, request, { write });
  }
  const { runMachineInFolder } = await import('./run-machine-folder.ts');
  return runMachineInFolder(place.folder, request, write);
}
