import { describe, expect, it } from '@jest/globals';
import { LAMBDA, machineOf, problemsOf } from './support.ts';

const pass = { Type: 'Pass', End: true };
const JSONPATH = "JSONPath states are not supported; set 'QueryLanguage' to 'JSONata'";

function problemOfState(state: object): readonly string[] {
  return problemsOf(machineOf({ S: state, T: pass }));
}

describe('before anything runs, the interpreter refuses', () => {
  it('nothing of a machine that it can run', () => {
    expect(problemOfState({ ...pass, Output: 1, Assign: { a: 2 }, Comment: 'fine' })).toEqual([]);
  });

  it.each([
    [null, 'the definition must be a JSON object'],
    [[], 'the definition must be a JSON object'],
    ['{}', 'the definition must be a JSON object'],
    [{ QueryLanguage: 'JSONata', StartAt: 'S' }, 'States: is missing'],
    [{ QueryLanguage: 'JSONata', StartAt: 'S', States: [] }, 'States: Invalid input: expected record, received array'],
    [
      { QueryLanguage: 'JSONata', StartAt: 'S', States: { S: null } },
      'States.S: Invalid input: expected object, received null',
    ],
    [machineOf({ S: pass }, { Nonsense: 1 }), "the field 'Nonsense' is not supported"],
    [machineOf({ S: pass }, { InputPath: 1 }), "the field 'InputPath' belongs to JSONPath, which is not supported"],
    [machineOf({ S: pass }, { StartAt: 'X' }), "StartAt: there is no state 'X'"],
    [machineOf({ S: pass }, { QueryLanguage: 'JSONPath' }), `States.S: ${JSONPATH}`],
  ])('the definition %j', (definition, problem) => {
    expect(problemsOf(definition)).toEqual([problem]);
  });

  it('no JSONata state of a machine that does not say its language', () => {
    const own = { ...pass, QueryLanguage: 'JSONata' };
    expect(problemsOf({ StartAt: 'S', States: { S: own } })).toEqual([]);
    const Branches = [
      { StartAt: 'I', States: { I: own } },
      { StartAt: 'J', States: { J: pass } },
    ];
    const fan = { StartAt: 'F', States: { F: { Type: 'Parallel', QueryLanguage: 'JSONata', Branches, End: true } } };
    expect(problemsOf(fan)).toEqual([`States.F.Branches.1.States.J: ${JSONPATH}`]);
  });

  it('a JSONPath machine, and a JSONPath state inside a JSONata one', () => {
    expect(problemsOf({ StartAt: 'S', States: { S: { ...pass, ResultPath: '$.x' } } })).toEqual([
      "States.S: JSONPath states are not supported; set 'QueryLanguage' to 'JSONata'",
    ]);
    expect(problemOfState({ ...pass, QueryLanguage: 'JSONPath' })).toEqual([
      "States.S: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
    ]);
    const ItemProcessor = { StartAt: 'I', States: { I: pass } };
    const inner = { StartAt: 'M', States: { M: { Type: 'Map', QueryLanguage: 'JSONata', ItemProcessor, End: true } } };
    expect(problemsOf(inner)).toEqual([
      "States.M.ItemProcessor.States.I: JSONPath states are not supported; set 'QueryLanguage' to 'JSONata'",
    ]);
  });

  it.each([
    [{ ...pass, InputPath: '$.a' }, "States.S: the field 'InputPath' belongs to JSONPath, which is not supported"],
    [{ ...pass, Parameters: {} }, "States.S: the field 'Parameters' belongs to JSONPath, which is not supported"],
    [{ ...pass, Nonsense: 1 }, "States.S: the field 'Nonsense' is not supported"],
    [{ ...pass, Retry: [] }, "States.S: the field 'Retry' is not supported"],
    [{ Type: 'Teleport', End: true }, 'States.S.Type: this state type is not supported'],
    [{ Type: 'Pass' }, 'States.S: needs exactly one of Next and End'],
    [{ Type: 'Pass', Next: 'T', End: true }, 'States.S: needs exactly one of Next and End'],
    [{ Type: 'Wait', Seconds: 1, Timestamp: 'x', End: true }, 'States.S: needs exactly one of Seconds and Timestamp'],
    [{ Type: 'Pass', Next: 'Nowhere' }, "States.S: leads to 'Nowhere', which is no state beside it"],
    [
      { Type: 'Wait', Seconds: true, End: true },
      'States.S.Seconds: Invalid input: expected number, received boolean; or Invalid input: expected string, received boolean',
    ],
    [{ Type: 'Wait', Seconds: 'x', End: true }, 'States.S.Seconds: must be a JSONata expression, {% ... %}'],
    [{ Type: 'Wait', End: true }, 'States.S: needs exactly one of Seconds and Timestamp'],
    [
      { ...pass, Output: '{% 1 + %}' },
      "States.S: Output: the JSONata expression '{% 1 + %}' does not parse: Unexpected end of expression",
    ],
    [
      { ...pass, Output: { a: ['{% ( %}'] } },
      'States.S: Output/a/0: the JSONata expression \'{% ( %}\' does not parse: Expected ")" before end of expression',
    ],
    [
      { Type: 'Map', ItemProcessor: { StartAt: 'I', States: { I: { ...pass, Output: '{% 1 + %}' } } }, End: true },
      "States.S.ItemProcessor.States.I: Output: the JSONata expression '{% 1 + %}' does not parse: Unexpected end of expression",
    ],
    [
      { Type: 'Parallel', Branches: [{ StartAt: 'I', States: { I: { ...pass, Output: '{% 1 + %}' } } }], End: true },
      "States.S.Branches.0.States.I: Output: the JSONata expression '{% 1 + %}' does not parse: Unexpected end of expression",
    ],
    [
      { Type: 'Choice', Choices: [{ Condition: true, Next: 'Nowhere' }], Default: 'T' },
      "States.S: leads to 'Nowhere', which is no state beside it",
    ],
    [
      { Type: 'Choice', Choices: [{ Condition: true, Next: 'T' }], Default: 'Nowhere' },
      "States.S: leads to 'Nowhere', which is no state beside it",
    ],
    [
      { Type: 'Map', ItemProcessor: { StartAt: 'X', States: { I: pass } }, End: true },
      "States.S.ItemProcessor.StartAt: there is no state 'X'",
    ],
    [
      { Type: 'Parallel', Branches: [{ StartAt: 'I', States: { I: { Type: 'Pass', Next: 'T' } } }], End: true },
      "States.S.Branches.0.States.I: leads to 'T', which is no state beside it",
    ],
    [{ ...pass, Assign: { states: 1 } }, "States.S.Assign.states: 'states' is reserved"],
  ])('the state %j', (state, problem) => {
    expect(problemOfState(state)).toEqual([problem]);
  });

  it.each([
    'InputPath',
    'OutputPath',
    'ResultPath',
    'ResultSelector',
    'Parameters',
    'Result',
    'Variable',
    'And',
    'Or',
    'Not',
    'SecondsPath',
    'value.$',
  ])('the field %s, as one of JSONPath', (field) => {
    expect(problemOfState({ ...pass, [field]: 1 })).toEqual([
      `States.S: the field '${field}' belongs to JSONPath, which is not supported`,
    ]);
  });

  it.each(['Results', 'Order', 'MyResult', 'PathX', '$'])('the field %s, as an unknown one', (field) => {
    expect(problemOfState({ ...pass, [field]: 1 })).toEqual([`States.S: the field '${field}' is not supported`]);
  });

  it.each([
    [
      { Resource: 'arn:aws:states:::sqs:sendMessage' },
      "there is no integration for the Resource 'arn:aws:states:::sqs:sendMessage'",
    ],
    [
      { Resource: 'arn:aws:states:::lambda:startExecution' },
      "there is no integration for the Resource 'arn:aws:states:::lambda:startExecution'",
    ],
    [
      { Resource: 'arn:aws:states:::states:startExecutions' },
      "there is no integration for the Resource 'arn:aws:states:::states:startExecutions'",
    ],
    [
      { Resource: 'arn:aws:states:eu-west-1:111122223333:activity:a' },
      "there is no integration for the Resource 'arn:aws:states:eu-west-1:111122223333:activity:a'",
    ],
    [{ Resource: 'arn:aws:states:::invoke' }, "the Resource 'arn:aws:states:::invoke' is not supported"],
    [{ Resource: 'x:aws:states:::lambda:invoke' }, "the Resource 'x:aws:states:::lambda:invoke' is not supported"],
    [{ Resource: 'arn:aws:lambda' }, "the Resource 'arn:aws:lambda' is not supported"],
    [{ Resource: 'arn:aws:dynamodb:::x' }, "the Resource 'arn:aws:dynamodb:::x' is not supported"],
    [{ Catch: [{ ErrorEquals: ['X'], Next: 'N' }] }, "leads to 'N', which is no state beside it"],
    [{ Retry: [{ ErrorEquals: ['States.Al'] }] }, "Retry[0].ErrorEquals: there is no error 'States.Al'"],
    [{ Catch: [{ ErrorEquals: ['States.ALL', 'X'], Next: 'T' }] }, 'Catch[0].ErrorEquals: States.ALL must stand alone'],
    [
      { Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['X'] }] },
      'Retry[0].ErrorEquals: States.ALL must come last',
    ],
  ])('the Task %j', (fields, problem) => {
    expect(problemOfState({ Type: 'Task', Resource: LAMBDA, End: true, ...fields })).toEqual([`States.S: ${problem}`]);
  });

  it('two states of one name, and an inner variable that hides an outer one', () => {
    const branch = { StartAt: 'T', States: { T: { ...pass, Assign: { a: 1 } } } };
    const machine = machineOf({
      S: { Type: 'Parallel', Branches: [branch], Assign: { a: 2 }, Next: 'T' },
      T: pass,
    });
    expect(problemsOf(machine)).toEqual([
      "States.S.Branches.0.States: the variable 'a' is assigned in an outer scope already",
      'States.T: another state of the machine has this name',
    ]);
  });

  it.each([
    [{ Type: 'Choice', Choices: [{ Condition: true, Next: 'J', Assign: { a: 1 } }] }],
    [{ Type: 'Task', Resource: LAMBDA, Catch: [{ ErrorEquals: ['X'], Next: 'J', Assign: { a: 1 } }], End: true }],
    [{ Type: 'Parallel', Branches: [{ StartAt: 'K', States: { K: { ...pass, Assign: { a: 1 } } } }], End: true }],
  ])('what hides an outer variable inside of %j', (state) => {
    const Branches = [{ StartAt: 'I', States: { I: state, J: pass } }];
    const problems = problemOfState({ Type: 'Parallel', Assign: { a: 2 }, Branches, End: true });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/States: the variable 'a' is assigned in an outer scope already$/);
  });

  it('no variable that two branches have each for itself', () => {
    const branch = (name: string) => ({ StartAt: name, States: { [name]: { ...pass, Assign: { a: 1 } } } });
    expect(problemOfState({ Type: 'Parallel', Branches: [branch('I'), branch('J')], End: true })).toEqual([]);
  });

  it('no Task that starts executions, nor the reserved errors that nobody here raises', () => {
    const Catch = [{ ErrorEquals: ['States.Permissions', 'States.BranchFailed', 'My.States'], Next: 'T' }];
    const Retry = [{ ErrorEquals: ['X'] }, { ErrorEquals: ['States.ALL'] }];
    for (const suffix of ['', '.sync', '.sync:2', '.waitForTaskToken']) {
      const Resource = `arn:aws:states:::states:startExecution${suffix}`;
      expect(problemOfState({ Type: 'Task', Resource, Retry, Catch, End: true })).toEqual([]);
    }
  });
});
