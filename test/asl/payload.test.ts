import { describe, expect, it } from '@jest/globals';
import { interpreterOf, lambda, MACHINE, machineOf, run, taskMachine, eventOf } from './support.ts';

/** A text whose JSON, quotes included, is so many bytes long. */
function textOf(bytes: number): string {
  return 'x'.repeat(bytes - 2);
}

describe('the limit of 262,144 bytes', () => {
  it('lets a state give just as much, and not a byte more', async () => {
    const machine = machineOf({ Grow: { Type: 'Pass', Output: '{% $states.input & "x" %}', End: true } });
    expect((await run(machine, { input: textOf(262_143) })).status).toBe('SUCCEEDED');
    const execution = await run(machine, { input: textOf(262_144) });
    expect(execution.error).toBe('States.DataLimitExceeded');
    expect(execution.cause).toBe(
      "The state/task 'Grow' returned a result with a size exceeding the maximum number of bytes service limit.",
    );
  });

  it('counts bytes of UTF-8, not characters', async () => {
    const execution = await run(
      taskMachine(),
      lambda(async () => 'é'.repeat(131_072)),
    );
    expect(execution.error).toBe('States.DataLimitExceeded');
    expect(eventOf(execution, 'TaskFailed').taskFailedEventDetails.cause).toContain("The state/task 'lambda' returned");
  });

  it('holds for the input of an execution', async () => {
    const interpreter = interpreterOf(
      taskMachine(),
      lambda(async () => null),
    );
    const request = { machineArn: MACHINE, input: textOf(262_145) };
    await expect(interpreter.startExecution(request)).rejects.toMatchObject({
      name: 'InvalidExecutionInput',
      message: 'the input exceeds 262144 bytes',
    });
  });
});
