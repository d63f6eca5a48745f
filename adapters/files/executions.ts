import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { type Executions, machineOfExecution } from '../../core/delivery/executions.ts';
import { orIfAbsent } from './files.ts';

/** As local/platform keeps an execution: its description, and its events as GetExecutionHistory gives them. */
const keptSchema = z.looseObject({
  arn: z.string(),
  status: z.string(),
  startedAtMs: z.number(),
  stoppedAtMs: z.number().optional(),
  input: z.unknown(),
  output: z.unknown().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
  events: z.array(
    z.looseObject({
      type: z.string(),
      taskSubmittedEventDetails: z.looseObject({ resourceType: z.string(), output: z.string().optional() }).optional(),
    }),
  ),
});

/** The executions that a local platform has left in its folder. @param stack what the machines' names begin with */
export function folderExecutions(root: string, stack: string): Executions {
  const read = async (arn: string) => {
    const name = arn.split(':')[7] ?? '';
    const machine = machineOfExecution(arn).slice(`${stack}-`.length);
    const text = orIfAbsent(() => readFileSync(join(root, 'executions', machine, `${name}.json`), 'utf8'), undefined);
    const kept = text === undefined ? undefined : keptSchema.parse(JSON.parse(text));
    if (kept?.arn === arn) return kept;
    throw new PlatformError(ERROR_NAMES.executionRefused, {
      problem: `the folder ${root} knows no such execution`,
      got: arn,
      hint: 'a rehearsal plays an action before what reads its execution',
    });
  };
  return {
    async describe(arn) {
      const { status, startedAtMs, stoppedAtMs, input, output, error, cause } = await read(arn);
      return { arn, machine: machineOfExecution(arn), status, startedAtMs, stoppedAtMs, input, output, error, cause };
    },
    async *history(arn) {
      yield* (await read(arn)).events;
    },
  };
}
