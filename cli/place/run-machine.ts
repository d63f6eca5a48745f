import type { LocalApprovals } from './run-machine-folder.ts';
import type { MachineRequest } from './machine-request.ts';
import type { Place } from './place.ts';

/**
 * Progress goes to standard error, so that standard output holds the result alone.
 *
 * @param approvals in a folder: in an account the environment says whether a person is asked
 * @returns the machine's output
 * @throws RunFailed with the error of the state machine; EnvironmentUnreachable, DatasetUnknown
 */
export async function runMachineAt(
  place: Place,
  request: MachineRequest,
  approvals: LocalApprovals = 'automatic',
): Promise<unknown> {
  const write = (piece: string): void => void process.stderr.write(piece);
  if (place.on === 'aws') {
    const { runMachineInAws } = await import('./run-machine-aws.ts');
    return runMachineInAws(place.environment, request, { write });
  }
  const { runMachineInFolder } = await import('./run-machine-folder.ts');
  return runMachineInFolder(place.folder, request, { write, approvals });
}
