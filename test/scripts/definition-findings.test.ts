import { describe, expect, it } from '@jest/globals';
import { definitionFindings } from '../../scripts/definition-findings.ts';
import { LAMBDA, machineOf } from '../asl/support.ts';

const pass = { Type: 'Pass', End: true };

function findings(definition: object, properties: object = {}): readonly string[] {
  const Properties = { DefinitionString: JSON.stringify(definition), ...properties };
  const Resources = { M: { Type: 'AWS::StepFunctions::StateMachine', Metadata: { machine: 'train' }, Properties } };
  return definitionFindings({ Resources });
}

describe('of a template’s state machines, the check finds', () => {
  it('nothing where nothing is wrong', () => {
    expect(
      findings(machineOf({ A: { ...pass, Output: '{% $states.input.a %}' } }), { StateMachineName: 'a-b' }),
    ).toEqual([]);
  });

  it.each([
    [
      'a bare name',
      machineOf({ A: { ...pass, Output: '{% phone %}' } }),
      "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'phone' at the top level is not supported. at /States/A/Output",
    ],
    [
      'a variable that no state assigns',
      machineOf({ A: { ...pass, Output: '{% $phone %}' } }),
      "POSSIBLY_UNDEFINED_VARIABLE: Variable 'phone' is possibly not defined. at /States/A/Output",
    ],
    [
      'a state that nothing leads to',
      machineOf({ A: pass, B: pass }),
      'MISSING_TRANSITION_TARGET: State "B" is not reachable. at /States/B',
    ],
  ])('%s', (_, definition, finding) => {
    expect(findings(definition)).toContain(`state machine train: ${finding}`);
  });

  it('what an EXPRESS machine cannot do', () => {
    const task = machineOf({ T: { Type: 'Task', Resource: `${LAMBDA}.waitForTaskToken`, End: true } });
    expect(findings(task)).toEqual([]);
    expect(findings(task, { StateMachineType: 'EXPRESS' })).toEqual([
      "state machine train: SCHEMA_VALIDATION_FAILED: Express state machine does not support '.waitForTaskToken' service integration at /States/T/Resource",
    ]);
  });

  it('a name that AWS refuses', () => {
    expect(findings(machineOf({ A: pass }), { StateMachineName: 'a b' })).toEqual([
      expect.stringMatching(
        /^state machine train: the StateMachineName 'a b' is refused: a name has 1 to 80 characters/,
      ),
    ]);
  });

  it('what the language’s own schema forbids', () => {
    expect(findings(machineOf({ A: { ...pass, Nonsense: 1 } }))).toHaveLength(2);
  });
});
