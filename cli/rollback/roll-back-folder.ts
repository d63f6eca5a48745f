import { createPlatform } from '../../local/platform/platform.ts';
import { localPorts } from '../../hosts/folder.ts';
import { progressPrinter } from '../replay/progress.ts';
import { productionPointer } from '../../lake/production-pointer.ts';
import { failureOf } from '../replay/run-failure.ts';
import { definitionsOf } from '../definitions/definitions-of.ts';
import { folderDataset, requireRegistry } from '../place/local-folder.ts';
import { type RollBack, ROLL_BACK_MACHINE, rollBackOutput, type RollBackRequest } from './roll-back-request.ts';

/** Whose definitions a folder runs, unless a replay was told otherwise. */
const ENVIRONMENT = 'prod';

/** Runs the roll-back machine on a folder. @throws UsageError, DatasetUnknown; RunFailed with the step's own error */
export async function rollBackInFolder(
  folder: string,
  { name, input }: RollBackRequest,
  write: (piece: string) => void,
): Promise<RollBack> {
  await requireRegistry(folder);
  const dataset = await folderDataset(folder, input.dataset);
  const ports = localPorts(folder, [dataset]);
  const platform = await createPlatform({
    root: folder,
    // What a person does has its own time: it is no part of what a replay repeats byte by byte.
    ports: { ...ports, production: productionPointer(ports.stores.artifacts, { nowMs: () => Date.now() }) },
    definitions: await definitionsOf(ENVIRONMENT),
    seed: dataset.seed,
    approvals: 'automatic',
    onEvent: progressPrinter(write, () => performance.now()),
  });
  const run = await platform.run(ROLL_BACK_MACHINE, name, input);
  write('\n');
  if (run.execution.status !== 'SUCCEEDED') throw failureOf(run, folder);
  return rollBackOutput.parse(run.execution.output);
}
