import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { deployedStack } from '../support/deployed-stack.ts';
import { dev } from '../../environments/dev.ts';
import { runMachineInAws } from '../../cli/place/run-machine-aws.ts';
import { rollBackRequest } from '../../cli/rollback/roll-back-request.ts';

const ARN = 'arn:aws:states:eu-central-1:111111111111:execution:forecasting-dev-roll-back:x';
mockClient(CloudFormationClient)
  .on(DescribeStacksCommand)
  .resolves({ Stacks: [deployedStack(dev)] });
const sfn = mockClient(SFNClient);
const request = rollBackRequest(
  { dataset: 'weather', to: 2, by: 'grace', reason: 'too warm' },
  Date.UTC(2026, 10, 21, 14, 32, 15, 7),
);
let shown = '';
const run = () =>
  runMachineInAws(dev, request, {
    write: (piece) => (shown += piece),
    client: new SFNClient({ region: 'eu-central-1' }),
    pause: async () => undefined,
  });
beforeEach(() => {
  sfn.reset();
  shown = '';
  sfn.on(StartExecutionCommand).resolves({ executionArn: ARN, startDate: new Date(0) });
});

describe('runMachineInAws', () => {
  it('starts the machine, and waits for its end', async () => {
    sfn
      .on(DescribeExecutionCommand, { executionArn: ARN })
      .resolvesOnce({ status: 'RUNNING' })
      .resolvesOnce({ status: 'RUNNING' })
      .resolves({ status: 'SUCCEEDED', output: '{"from":3,"to":2,"revision":4}' });
    expect(await run()).toEqual({ from: 3, to: 2, revision: 4 });
    expect(shown).toBe(`  ${ARN} .. done\n`);
    const { input, ...started } = sfn.commandCalls(StartExecutionCommand)[0]!.args[0].input;
    expect(started).toEqual({
      stateMachineArn: 'arn:aws:states:eu-central-1:111111111111:stateMachine:forecasting-dev-roll-back',
      name: 'roll-back-20261121T143215007Z',
    });
    expect(JSON.parse(input!)).toEqual({ dataset: 'weather', to: 2, by: 'grace', reason: 'too warm' });
  });

  it('fails by name where the version was never in Production', async () => {
    const errorMessage = "the version was never in Production of 'weather'; got 2; allowed: 1, 3";
    const cause = JSON.stringify({ errorType: 'RollbackRefused', errorMessage });
    sfn.on(DescribeExecutionCommand).resolves({ status: 'FAILED', error: 'RollbackRefused', cause });
    await expect(run()).rejects.toMatchObject({ name: 'RollbackRefused', message: errorMessage });
  });

  it("fails with the step's own error and message", async () => {
    const cause = JSON.stringify({ errorType: 'SignatureRefused', errorMessage: 'the model was changed' });
    sfn.on(DescribeExecutionCommand).resolves({ status: 'FAILED', error: 'SignatureRefused', cause });
    await expect(run()).rejects.toMatchObject({ name: 'SignatureRefused', message: 'the model was changed' });
  });

  it('fails when the execution was stopped without an error', async () => {
    sfn.on(DescribeExecutionCommand).resolves({ status: 'ABORTED' });
    await expect(run()).rejects.toMatchObject({ name: 'ABORTED' });
  });
});
