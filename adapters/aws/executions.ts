import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  InvalidArn,
  paginateGetExecutionHistory,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { type Executions, machineOfExecution } from '../../core/delivery/executions.ts';

/** Executions of Step Functions. It takes states:DescribeExecution, and for their histories states:GetExecutionHistory. */
export function stepFunctionsExecutions(client: SFNClient): Executions {
  return {
    async describe(arn) {
      const found = await client.send(new DescribeExecutionCommand({ executionArn: arn })).catch((cause: unknown) => {
        if (cause instanceof ExecutionDoesNotExist || cause instanceof InvalidArn) throw unknown(arn, cause);
        throw cause;
      });
      return {
        arn,
        machine: machineOfExecution(arn),
        status: String(found.status),
        startedAtMs: found.startDate?.getTime() ?? 0,
        stoppedAtMs: found.stopDate?.getTime(),
        input: parsed(found.input),
        output: parsed(found.output),
        error: found.error,
        cause: found.cause,
      };
    },
    async *history(arn) {
      for await (const { events = [] } of paginateGetExecutionHistory({ client }, { executionArn: arn })) yield* events;
    },
  };
}

function unknown(arn: string, cause: unknown): PlatformError {
  return new PlatformError(ERROR_NAMES.executionRefused, {
    problem: 'Step Functions knows no such execution',
    got: arn,
    hint: 'what the pipeline hands on is the ARN of the execution that it started; histories are kept for 90 days',
    cause,
  });
}

function parsed(text: string | undefined): unknown {
  return text === undefined ? undefined : JSON.parse(text);
}
