import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createPlatform } from '../../local/platform/platform.ts';
import { localPorts } from '../../hosts/folder.ts';
import { PLATFORM_NAMES } from '../../core/contracts/person.ts';
import { accountHost } from '../../hosts/replay.ts';
import { askApproval } from '../answer/approval-question.ts';
import { sayWhatWaits } from '../progress/say-what-waits.ts';
import { executionProgress } from '../progress/execution-progress.ts';
import { endOnSignals } from '../progress/interrupt.ts';
import { screenOn } from '../progress/screen.ts';
import { definitionsOf } from '../definitions/definitions-of.ts';
import { UsageError } from '../errors.ts';
import { folderDataset, otherLiteral } from './local-folder.ts';
import type { Output } from '../terminal.ts';
import type { MachineRequest } from './machine-request.ts';
import { failureOf } from './run-failure.ts';

/** Whose definitions a folder runs, unless a replay was told otherwise. */
const ENVIRONMENT = 'prod';

/** What the record of a promotion says where the definitions ask for approval, and nobody is at hand. */
const UNASKED = {
  by: PLATFORM_NAMES.nobody,
  comment: 'approved by itself: a run in a folder asks nobody unless it is told to',
};

/**
 * Runs a machine on a folder.
 *
 * @returns its output
 * @throws DatasetUnknown; RunFailed with the step's own error
 */
export async function runMachineInFolder(
  folder: string,
  { machine, name, input, clockAtMs, approvals = 'automatic', isVerbose = false }: MachineRequest,
  output: Output,
): Promise<unknown> {
  const dataset = await folderDataset(folder, input.dataset);
  refuseRepeated(join(folder, 'executions', machine, `${name}.json`), name);
  const screen = screenOn(output);
  const other = await otherLiteral(folder, dataset.name);
  if (other !== undefined) screen.say(`Note: ${other}`);
  const ports = localPorts(folder, [dataset], { clockAtMs, say: (line) => screen.say(line, 0, 'doubtful') });
  const platform = await createPlatform({
    root: folder,
    ports,
    hostOf: accountHost,
    clockAtMs,
    definitions: await definitionsOf(ENVIRONMENT),
    seed: dataset.seed,
    approvals:
      approvals === 'ask'
        ? { ask: (question) => askApproval(screen, question, { outDir: folder, place: ports.place }) }
        : UNASKED,
    onEvent: executionProgress(screen, { isVerbose }),
  });
  const uninterrupted = endOnSignals(screen, () => `Interrupted while ${machine} ran as '${name}'.`);
  const run = await platform.run(machine, name, input).finally(() => {
    uninterrupted();
    screen.end();
  });
  await sayWhatWaits(ports, screen);
  if (run.execution.status !== 'SUCCEEDED') throw failureOf(run, folder);
  return run.execution.output;
}

/** An execution's name has the clock's instant in it: given twice, the second would take the place of the first. */
function refuseRepeated(history: string, name: string): void {
  if (existsSync(history))
    throw new UsageError(`${history} is there already: give --clock a later instant than that of '${name}'`);
}
