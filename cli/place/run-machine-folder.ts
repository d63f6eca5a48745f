import { createPlatform } from '../../local/platform/platform.ts';
import { localPorts } from '../../hosts/folder.ts';
import { executionProgress } from '../progress/execution-progress.ts';
import { screenOn } from '../progress/screen.ts';
import { productionPointer } from '../../lake/production-pointer.ts';
import { failureOf } from '../replay/run-failure.ts';
import { definitionsOf } from '../definitions/definitions-of.ts';
import { folderDataset } from './local-folder.ts';
import type { Output } from '../terminal.ts';
import type { MachineRequest } from './machine-request.ts';

/** Whose definitions a folder runs, unless a replay was told otherwise. */
const ENVIRONMENT = 'prod';

/** What a person does has its own time: it is no part of what a replay repeats byte by byte. */
const CLOCK = { nowMs: () => Date.now() };

/**
 * Runs a machine on a folder.
 *
 * @returns its output
 * @throws DatasetUnknown; RunFailed with the step's own error
 */
export async function runMachineInFolder(
  folder: string,
  { machine, name, input }: MachineRequest,
  output: Output,
): Promise<unknown> {
  const dataset = await folderDataset(folder, input.dataset);
  const ports = localPorts(folder, [dataset]);
  const screen = screenOn(output);
  const platform = await createPlatform({
    root: folder,
    ports: { ...ports, clock: CLOCK, production: productionPointer(ports.stores.artifacts, CLOCK) },
    definitions: await definitionsOf(ENVIRONMENT),
    seed: dataset.seed,
    approvals: 'automatic',
    onEvent: executionProgress(screen, { isVerbose: false }),
  });
  const run = await platform.run(machine, name, input).finally(() => screen.end());
  if (run.execution.status !== 'SUCCEEDED') throw failureOf(run, folder);
  return run.execution.output;
}
