import * as z from 'zod';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { Policy } from '../../../core/contracts/promotion.ts';
import type { Host } from '../../../core/ports.ts';
import { type RunRecord, runRecordSchema } from '../../../core/evaluate/run-record.ts';
import { dev } from '../../../environments/dev.ts';
import { createInterpreter, type Json, realClock } from '../../../asl/index.ts';
import { RUNNERS } from '../../../local/platform/steps.ts';
import type { LocalDefinitions } from '../../../local/platform/template.ts';
import { definitionsOf } from '../../support/definitions.ts';
import { memoryPorts } from '../../support/ports.ts';

const RUN = 'replay';
const replaySchema = z.object({ windows: z.array(runRecordSchema) });

/**
 * The machines of an environment in which every task is a Lambda function and retraining is triggered, as in prod: what a study of hundreds of
 * replays can run in one process.
 */
export function triggeredDefinitions(): LocalDefinitions {
  return definitionsOf({ ...dev, retraining: 'triggered' });
}

export interface Replay {
  readonly definitions: LocalDefinitions;
  readonly dataset: Dataset;
  readonly csv: string;
  readonly policy: Policy;
  readonly windows: number;
}

/** The replay machine on one file, in memory. @throws Error when the machine fails */
export async function replayInMemory({
  definitions,
  dataset,
  csv,
  policy,
  windows,
}: Replay): Promise<readonly RunRecord[]> {
  const ports = memoryPorts({ datasets: [dataset] });
  ports.stores.landing.put(dataset.source.prefix, csv);
  const input = { dataset: dataset.name, policy, windows };
  await runToSuccess({ definitions, host: () => ports, machine: RUN, name: RUN, input });
  return windowsOf(await ports.stores.artifacts.read(`replays/${dataset.name}/${RUN}/replay.json`));
}

export interface MachineRun {
  readonly definitions: LocalDefinitions;
  readonly host: Host;
  readonly machine: string;
  readonly name: string;
  readonly input: Json;
}

/** Every task is the step's own code, on the ports that the host gives it. @throws Error when the machine fails */
export async function runToSuccess({ definitions, host, machine, name, input }: MachineRun): Promise<void> {
  const interpreter = createInterpreter({
    machines: definitions.machines,
    integrations: {
      'arn:aws:states:::lambda:invoke': async ({ arguments: request }) => {
        const { FunctionName, Payload } = request as { readonly FunctionName: string; readonly Payload: Json };
        const run = RUNNERS[definitions.functions[FunctionName] ?? ''];
        if (run === undefined) throw new Error(`no code is known for the function '${FunctionName}'`);
        const result = await run(structuredClone(Payload), host);
        return { ExecutedVersion: '$LATEST', Payload: JSON.parse(JSON.stringify(result)) as Json, StatusCode: 200 };
      },
    },
    clock: realClock,
    seed: 1,
  });
  const machineArn = Object.entries(definitions.machines).find(([, found]) => found.name === machine)![0];
  const execution = await interpreter.startExecution({ machineArn, name, input });
  if (execution.status !== 'SUCCEEDED')
    throw new Error(`${machine} ended as ${JSON.stringify(execution.events.slice(-2))}`);
}

/** What a replay's `replay.json` says, window by window. */
export function windowsOf(replay: Uint8Array): readonly RunRecord[] {
  return replaySchema.parse(JSON.parse(new TextDecoder().decode(replay))).windows;
}
