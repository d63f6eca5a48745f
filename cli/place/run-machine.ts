import { UsageError } from '../errors.ts';
import type { MachineRequest } from './machine-request.ts';
import type { Place } from './place.ts';

/**
 * Progress goes to standard error, so that standard output holds the result alone.
 *
 * @returns the machine's output
 * @throws RunFailed with the error of the state machine; EnvironmentUnreachable, DatasetUnknown
 */
export async function runMachineAt(place: Place, request: MachineRequest): Promise<unknown> {
  if (place.on === 'aws') {
    if (request.clockAtMs !== undefined)
      throw new UsageError('--clock is for a folder: an environment has the real time');
    const write = (piece: string): void => void process.stderr.write(piece);
    const { runMachineInAws } = await import('./run-machine-aws.ts');
    return runMachineInAws(place.environment, request, { write });
  }
  const { runMachineInFolder } = await import('./run-machine-folder.ts');
  return runMachineInFolder(place.folder, request, process.stderr);
}
