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
      for (const { FunctionName, Payload } of await callsOf(api, executionArn)) {
        const name = FunctionName.split(':').at(-1) ?? FunctionName;
        if (!inputs.has(name)) inputs.set(name, Payload);
      }
    }
  }
  return inputs;
}

async function callsOf(api: Api, executionArn: string): Promise<readonly z.infer<typeof callSchema>[]> {
  const { events } = historySchema.parse(await api.call('stepfunctions', 'GetExecutionHistory', { executionArn }));
  return events.flatMap(({ taskScheduledEventDetails: details }) =>
    details?.parameters === undefined || !details.resource.includes('lambda:invoke')
      ? []
      : [callSchema.parse(JSON.parse(details.parameters))],
  );
}
