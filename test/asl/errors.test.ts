import { describe, expect, it } from '@jest/globals';
import { InvalidDefinition, StateFailure } from '../../asl/index.ts';
import { interpreterOf, machineOf } from './support.ts';

describe('a StateFailure', () => {
  it.each([
    [{ error: 'E', cause: 'why' }, 'why'],
    [{ error: 'E' }, 'E'],
    [{ error: 'E', cause: '' }, ''],
    [{}, 'failed without an error'],
  ])('of %j reads %j', (failure, message) => {
    const error = new StateFailure(failure);
    expect([error.name, error.message, error.failure]).toEqual(['StateFailure', message, failure]);
  });
});

describe('an InvalidDefinition', () => {
  it('names the machine, and each problem on a line of its own', () => {
    const definition = machineOf({ A: { Type: 'Pass', Next: 'C' } });
    const act = () => interpreterOf(definition);
    expect(act).toThrow(InvalidDefinition);
    expect(act).toThrow(
      expect.objectContaining({
        name: 'InvalidDefinition',
        message:
          "the state machine 'machine' cannot be run:\n- MISSING_TRANSITION_TARGET: Missing 'Next' target: C at /States/A/Next\n- MISSING_END_STATE: Workflow has no terminal state",
        problems: [
          "MISSING_TRANSITION_TARGET: Missing 'Next' target: C at /States/A/Next",
          'MISSING_END_STATE: Workflow has no terminal state',
        ],
      }),
    );
  });
});
