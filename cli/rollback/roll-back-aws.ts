import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { setTimeout } from 'node:timers/promises';
import { accountMachineArn } from '../../hosts/account.ts';
import type { Environment } from '../../environments/environment.ts';
import { RunFailed } from '../errors.ts';
import { messageIn } from '../replay/run-failure.ts';
import { type RollBack, ROLL_BACK_MACHINE, rollBackOutput, type RollBackRequest } from './roll-back-request.ts';

const POLL_MS = 1000;

export interface Watching {
  readonly write: (piece: string) => void;
  readonly client?: SFNClient;
  readonly pause?: (ms: number) => Promise<unknown>;
}

/** Starts the roll-back machine of an environment, and waits for its end, which its own time limit sets. @throws RunFailed, EnvironmentUnreachable */
export async function rollBackInAws(
  environment: Environment,
  { name, input }: RollBackRequest,
  { write, client = new SFNClient({ region: environment.region }), pause = setTimeout }: Watching,
): Promise<RollBack> {
  const stateMachineArn = await accountMachineArn(environment, ROLL_BACK_MACHINE);
  const started = await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
  write(`  ${started.executionArn} `);
  for (;;) {
    const { status, output, error, cause } = await client.send(
      new DescribeExecutionCommand({ executionArn: started.executionArn }),
    );
    if (status === 'SUCCEEDED') {
      write(' done\n');
      return rollBackOutput.parse(JSON.parse(output ?? 'null'));
    }
    if (status !== 'RUNNING') {
      write(' failed\n');
      throw new RunFailed(error ?? String(status), messageIn(cause ?? 'no cause was given'));
    }
    write('.');
    await pause(POLL_MS);
  }
}
