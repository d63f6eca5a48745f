import type { Execution } from './execution.ts';
import { jsonText, type Json, type JsonObject } from './json.ts';

/**
 * An execution as DescribeExecution's answer appears in a `.sync` Task and in a distributed Map's result files: keys in
 * alphabetical order, dates in epoch milliseconds.
 *
 * @param payload how Input and Output are given: as JSON text, or by `.sync:2` as JSON.
 */
export function describeExecution(execution: Execution, payload: 'text' | 'json'): JsonObject {
  const { status, output, error, cause, stoppedAtMs } = execution;
  const write = (value: Json) => (payload === 'text' ? jsonText(value) : value);
  return {
    ...(cause === undefined ? {} : { Cause: cause }),
    ...(error === undefined ? {} : { Error: error }),
    ExecutionArn: execution.arn,
    Input: write(execution.input),
    InputDetails: { Included: true },
    Name: execution.name,
    ...(output === undefined ? {} : { Output: write(output), OutputDetails: { Included: true } }),
    RedriveCount: 0,
    RedriveStatus: status === 'SUCCEEDED' ? 'NOT_REDRIVABLE' : 'REDRIVABLE',
    ...(status === 'SUCCEEDED' ? { RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven' } : {}),
    StartDate: execution.startedAtMs,
    StateMachineArn: execution.machineArn,
    Status: status,
    ...(stoppedAtMs === undefined ? {} : { StopDate: stoppedAtMs }),
  };
}
