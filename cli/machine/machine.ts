import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import { executionName, type MachineRequest } from '../place/machine-request.ts';
import { targetOf } from '../place/place.ts';
import { runMachineAt } from '../place/run-machine.ts';
import type { MachineOptions } from './command.ts';
import { machineInput } from './machine-input.ts';

/**
 * Runs a machine, and prints what it puts out.
 *
 * @throws UsageError, DatasetUnknown, EnvironmentUnreachable; RunFailed with the error of the state machine
 */
export async function runMachine({ machine, clock, approvals, ...options }: MachineOptions): Promise<void> {
  const input = machineInput(machine, options.input);
  const { place } = targetOf({ ...options, dataset: input.dataset });
  const { runId } = input;
  // Whoever gives an id will look for the run under it.
  const name = typeof runId === 'string' ? runId : executionName(machine, clock);
  const request: MachineRequest = { machine, name, input, clockAtMs: clock, approvals, isVerbose: true };
  if (place.on === 'folder') requireRoom(place.folder, request);
  if (place.on === 'aws' && approvals === 'ask')
    throw new UsageError('--approvals is of a folder: in an account the environment says whether a person is asked');
  const output = await runMachineAt(place, request);
  process.stdout.write(`${JSON.stringify(output, null, 2)}\n`);
}

/** @throws UsageError where nothing could be delivered, or the run's id is taken: what was made under it would be written over */
function requireRoom(folder: string, { machine, name, input }: MachineRequest): void {
  if (!existsSync(join(folder, 'landing')))
    throw new UsageError(
      `--folder '${folder}' has no landing bucket; 'npm start' makes one in out/demo, 'npm run replay -- --dataset NAME --data FILE --out DIR' ` +
        `one in DIR; or put a data set's files into ${join(folder, 'landing')}/ and its source.prefix`,
    );
  const taken = join(folder, 'executions', machine, `${name}.json`);
  if (input.runId !== undefined && existsSync(taken))
    throw new UsageError(`runId '${name}' of the input is taken, by ${taken}; give another, or none`);
}
