import { createPlatform } from '../../local/platform/platform.ts';
import { localPorts } from '../../hosts/folder.ts';
import { accountHost } from '../../hosts/replay.ts';
import { approvalQuestion } from '../replay/approval-question.ts';
import { progressPrinter } from '../replay/progress.ts';
import { productionPointer } from '../../lake/production-pointer.ts';
import { failureOf } from '../replay/run-failure.ts';
import { definitionsOf } from '../definitions/definitions-of.ts';
import { folderDataset } from './local-folder.ts';
import type { MachineRequest } from './machine-request.ts';

/** Whose definitions a folder runs, unless a replay was told otherwise. */
const ENVIRONMENT = 'prod';

/** What a person does has its own time: it is no part of what a replay repeats byte by byte. */
const CLOCK = { nowMs: () => Date.now() };

/** What the record of a promotion says where the definitions ask for approval, and nobody is at hand. */
const UNASKED = { by: 'nobody', comment: 'approved by itself: a run in a folder asks nobody unless it is told to' };

/** Whether a promotion that runs in a folder waits for `npm run approve` or `npm run reject`. */
export type LocalApprovals = 'automatic' | 'ask';

export interface FolderRun {
  readonly write: (piece: string) => void;
  readonly approvals: LocalApprovals;
}

/**
 * Runs a machine on a folder.
 *
 * @returns its output
 * @throws DatasetUnknown; RunFailed with the step's own error
 */
export async function runMachineInFolder(
  folder: string,
  { machine, name, input }: MachineRequest,
  { write, approvals }: FolderRun,
): Promise<unknown> {
  const dataset = await folderDataset(folder, input.dataset);
  const local = localPorts(folder, [dataset]);
  const ports = { ...local, clock: CLOCK, production: productionPointer(local.stores.artifacts, CLOCK) };
  const platform = await createPlatform({
    root: folder,
    ports,
    host: accountHost(ports),
    definitions: await definitionsOf(ENVIRONMENT),
    seed: dataset.seed,
    approvals:
      approvals === 'ask' ? { ask: (question) => write(approvalQuestion(question, folder, ports.place)) } : UNASKED,
    onEvent: progressPrinter(write, () => performance.now()),
  });
  const run = await platform.run(machine, name, input);
  write('\n');
  if (run.execution.status !== 'SUCCEEDED') throw failureOf(run, folder);
  return run.execution.output;
}
