import * as z from 'zod';
import type { AwsApi } from '../aws-api/aws-api.ts';

type Api = Pick<AwsApi, 'call'>;

const machinesSchema = z.object({ stateMachines: z.array(z.object({ stateMachineArn: z.string() })) });
const executionsSchema = z.object({ executions: z.array(z.object({ executionArn: z.string() })) });
const historySchema = z.object({
  events: z.array(
    z.looseObject({
      taskScheduledEventDetails: z.object({ resource: z.string(), parameters: z.string().optional() }).optional(),
    }),
  ),
  nextToken: z.string().optional(),
});
const callSchema = z.object({ FunctionName: z.string(), Payload: z.unknown() });

/** What each function was given by the executions of the account so far, the latest first, by the function's name. */
export async function recordedInputs(api: Api): Promise<ReadonlyMap<string, unknown>> {
  const inputs = new Map<string, unknown>();
  const { stateMachines } = machinesSchema.parse(await api.call('stepfunctions', 'ListStateMachines'));
  for (const { stateMachineArn } of stateMachines) {
    const { executions } = executionsSchema.parse(
      await api.call('stepfunctions', 'ListExecutions', { stateMachineArn }),
    );
    for (const { executionArn } of executions) {
      for await (const { FunctionName, Payload } of callsOf(api, executionArn)) {
        const name = FunctionName.split(':').at(-1) ?? FunctionName;
        if (!inputs.has(name)) inputs.set(name, Payload);
      }
    }
  }
  return inputs;
}

async function* callsOf(api: Api, executionArn: string): AsyncGenerator<z.infer<typeof callSchema>> {
  let nextToken: string | undefined;
  do {
    const from = nextToken === undefined ? {} : { nextToken };
    const page = historySchema.parse(await api.call('stepfunctions', 'GetExecutionHistory', { executionArn, ...from }));
    for (const { taskScheduledEventDetails: details } of page.events) {
      if (details?.parameters === undefined || !details.resource.includes('lambda:invoke')) continue;
      yield callSchema.parse(JSON.parse(details.parameters));
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
}
