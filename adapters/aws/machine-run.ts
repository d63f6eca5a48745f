import { type SFNClient, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import type { ExecutionFacts } from '../../core/delivery/executions.ts';
import { stepFunctionsExecutions } from './executions.ts';

export interface MachineRun {
  readonly machineArn: string;
  readonly name: string;
  readonly input: unknown;
}

export interface Waiting {
  readonly pollMs: number;
  /** Rejects when nobody wants to wait any more: the execution is then stopped. */
  readonly pause: (ms: number) => Promise<unknown>;
  readonly say: (line: string) => void;
}

/** Starts an execution and waits for its end, whatever that is. */
export async function runMachine(
  client: SFNClient,
  { machineArn, name, input }: MachineRun,
  { pollMs, pause, say }: Waiting,
): Promise<ExecutionFacts> {
  const start = new StartExecutionCommand({ stateMachineArn: machineArn, name, input: JSON.stringify(input) });
  const { executionArn = '' } = await client.send(start);
  say(`Started ${executionArn}`);
  try {
    for (;;) {
      const facts = await stepFunctionsExecutions(client).describe(executionArn);
      if (facts.status !== 'RUNNING') return facts;
      await pause(pollMs);
    }
  } catch (error) {
    await client.send(new StopExecutionCommand({ executionArn })).catch(() => undefined);
    throw error;
  }
}
