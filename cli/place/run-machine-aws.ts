import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { setTimeout } from 'node:timers/promises';
import { accountMachineArn } from '../../hosts/account.ts';
import type { Environment } from '../../environments/environment.ts';
import { RunFailed } from '../errors.ts';
import { messageIn } from './run-failure.ts';
import type { MachineRequest } from './machine-request.ts';

const POLL_MS = 1000;

export interface Watching {
  readonly write: (piece: string) => void;
  readonly client?: SFNClient;
  readonly pause?: (ms: number) => Promise<unknown>;
}

/**
 * Starts a machine of an environment, and waits for its end, which its own time limit sets.
 *
 * @returns its output
 * @throws RunFailed, EnvironmentUnreachable
 */
export async function runMachineInAws(
  environment: Environment,
  { machine, name, input }: MachineRequest,
  { write, client = new SFNClient({ region: environment.region }), pause = setTimeout }: Watching,
): Promise<unknown> {
  const stateMachineArn = await accountMachineArn(environment, machine);
  const started = await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
  write(`  ${started.executionArn} `);
  for (;;) {
    const { status, output, error, cause } = await client.send(
      new DescribeExecutionCommand({ executionArn: started.executionArn }),
    );
    if (status === 'SUCCEEDED') {
      write(' done\n');
      return JSON.parse(output ?? 'null');
    }
    if (status !== 'RUNNING') {
      write(' failed\n');
      throw new RunFailed(error ?? String(status), messageIn(cause ?? 'no cause was given'));
    }
    write('.');
    await pause(POLL_MS);
  }
}
