import * as z from 'zod';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { Policy } from '../../../core/contracts/promotion.ts';
import { type RunRecord, runRecordSchema } from '../../../core/evaluate/run-record.ts';
import { dev } from '../../../environments/dev.ts';
import { createInterpreter, type Json, realClock } from '../../../local/asl/index.ts';
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
}

/** The replay machine on one file, in memory. @throws Error when the machine fails */
export async function replayInMemory({ definitions, dataset, csv, policy }: Replay): Promise<readonly RunRecord[]> {
  const ports = memoryPorts({ datasets: [dataset] });
  ports.stores.landing.put(dataset.source.prefix, csv);
  const interpreter = createInterpreter({
    machines: definitions.machines,
    integrations: {
      'arn:aws:states:::lambda:invoke': async ({ arguments: request }) => {
        const { FunctionName, Payload } = request as { readonly FunctionName: string; readonly Payload: Json };
        const run = RUNNERS[definitions.functions[FunctionName] ?? ''];
        if (run === undefined) throw new Error(`no code is known for the function '${FunctionName}'`);
        const result = await run(structuredClone(Payload), ports);
        return { ExecutedVersion: '$LATEST', Payload: JSON.parse(JSON.stringify(result)) as Json, StatusCode: 200 };
      },
    },
    clock: realClock,
    seed: dataset.seed,
  });
  const machineArn = Object.entries(definitions.machines).find(([, { name }]) => name === RUN)![0];
  const execution = await interpreter.startExecution({
    machineArn,
    name: RUN,
    input: { dataset: dataset.name, policy },
  });
  if (execution.status !== 'SUCCEEDED')
    throw new Error(`the replay ended as ${JSON.stringify(execution.events.slice(-2))}`);
  const bytes = await ports.stores.artifacts.read(`replays/${dataset.name}/${RUN}/replay.json`);
  return replaySchema.parse(JSON.parse(new TextDecoder().decode(bytes))).windows;
}
