import { describe, expect, it } from '@jest/globals';
import { LAMBDA, machineOf, problemsOf } from './support.ts';

const pass = { Type: 'Pass', End: true };
const JSONPATH = "NOT_SUPPORTED_HERE: JSONPath states are not supported; set 'QueryLanguage' to 'JSONata'";
const ALONE = 'SCHEMA_VALIDATION_FAILED: States.ALL must appear alone and at end of list';
const ONE_OF = 'one of the following fields:';

function jsonPathOnly(field: string): string {
  return `SCHEMA_VALIDATION_FAILED: The QueryLanguage is set to 'JSONata', but field '${field}' is only supported for the 'JSONPath' QueryLanguage`;
}

/** Both the state and `T` beside it can be reached. */
function problemOfState(state: object): readonly string[] {
  const Go = { Type: 'Choice', Choices: [{ Condition: true, Next: 'S' }], Default: 'T' };
  return problemsOf(machineOf({ Go, S: state, T: pass }));
}

describe('before anything runs, the interpreter refuses', () => {
  it('nothing of a machine that it can run', () => {
    expect(problemOfState({ ...pass, Output: 1, Assign: { a: 2 }, Comment: 'fine' })).toEqual([]);
  });

  it.each([
    [null, 'SCHEMA_VALIDATION_FAILED: the definition must be a JSON object'],
    [[], 'SCHEMA_VALIDATION_FAILED: the definition must be a JSON object'],
    ['{}', 'SCHEMA_VALIDATION_FAILED: the definition must be a JSON object'],
    [{ QueryLanguage: 'JSONata', StartAt: 'S' }, 'SCHEMA_VALIDATION_FAILED: is missing at /States'],
    [
      { QueryLanguage: 'JSONata', StartAt: 'S', States: [] },
      'SCHEMA_VALIDATION_FAILED: Invalid input: expected record, received array at /States',
    ],
    [
      { QueryLanguage: 'JSONata', StartAt: 'S', States: { S: null } },
      'SCHEMA_VALIDATION_FAILED: Invalid input: expected object, received null at /States/S',
    ],
    [machineOf({ S: pass }, { Nonsense: 1 }), "SCHEMA_VALIDATION_FAILED: Field 'Nonsense' is not supported"],
    [machineOf({ S: pass }, { InputPath: 1 }), jsonPathOnly('InputPath')],
    [machineOf({ S: pass }, { QueryLanguage: 'JSONPath' }), `${JSONPATH} at /States/S`],
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
    expect(problemsOf(fan)).toEqual([`${JSONPATH} at /States/F/Branches[1]/States/J`]);
  });

  it('a JSONPath machine, and a JSONPath state inside a JSONata one', () => {
    expect(problemsOf({ StartAt: 'S', States: { S: { ...pass, ResultPath: '$.x' } } })).toEqual([
      `${JSONPATH} at /States/S`,
    ]);
    expect(problemOfState({ ...pass, QueryLanguage: 'JSONPath' })).toEqual([
      "SCHEMA_VALIDATION_FAILED: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at /States/S",
    ]);
    const ItemProcessor = { StartAt: 'I', States: { I: pass } };
    const inner = { StartAt: 'M', States: { M: { Type: 'Map', QueryLanguage: 'JSONata', ItemProcessor, End: true } } };
    expect(problemsOf(inner)).toEqual([`${JSONPATH} at /States/M/ItemProcessor/States/I`]);
  });

  it.each([
    [{ ...pass, InputPath: '$.a' }, `${jsonPathOnly('InputPath')} at /States/S`],
    [{ ...pass, Parameters: {} }, `${jsonPathOnly('Parameters')} at /States/S`],
    [{ ...pass, Nonsense: 1 }, "SCHEMA_VALIDATION_FAILED: Field 'Nonsense' is not supported at /States/S"],
    [{ ...pass, Retry: [] }, "SCHEMA_VALIDATION_FAILED: Field 'Retry' is not supported at /States/S"],
    [
      { Type: 'Teleport', End: true },
      "SCHEMA_VALIDATION_FAILED: The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /States/S/Type",
    ],
    [{ Type: 'Pass' }, `SCHEMA_VALIDATION_FAILED: This object should have only ${ONE_OF} [Next, End] at /States/S`],
    [
      { Type: 'Pass', Next: 'T', End: true },
      `SCHEMA_VALIDATION_FAILED: There should only be ${ONE_OF} [Next, End] at /States/S`,
    ],
    [
      { Type: 'Wait', Seconds: 1, Timestamp: 'x', End: true },
      `SCHEMA_VALIDATION_FAILED: There should only be ${ONE_OF} [Seconds, Timestamp] at /States/S`,
    ],
    [{ Type: 'Pass', Next: 'Nowhere' }, "MISSING_TRANSITION_TARGET: Missing 'Next' target: Nowhere at /States/S/Next"],
    [
      { Type: 'Wait', Seconds: true, End: true },
      'SCHEMA_VALIDATION_FAILED: Invalid input: expected number, received boolean; or Invalid input: expected string, received boolean at /States/S/Seconds',
    ],
    [
      { Type: 'Wait', Seconds: 'x', End: true },
      'SCHEMA_VALIDATION_FAILED: must be a JSONata expression, {% ... %} at /States/S/Seconds',
    ],
    [
      { Type: 'Wait', End: true },
      `SCHEMA_VALIDATION_FAILED: This object should have only ${ONE_OF} [Seconds, Timestamp] at /States/S`,
    ],
    [{ ...pass, Output: '{% 1 + %}' }, 'INVALID_JSONATA_EXPRESSION: Unexpected end of expression at /States/S/Output'],
    [
      { ...pass, Output: { a: ['{% ( %}'] } },
      'INVALID_JSONATA_EXPRESSION: Expected ")" before end of expression at /States/S/Output/a[0]',
    ],
    [
      { Type: 'Map', ItemProcessor: { StartAt: 'I', States: { I: { ...pass, Output: '{% 1 + %}' } } }, End: true },
      'INVALID_JSONATA_EXPRESSION: Unexpected end of expression at /States/S/ItemProcessor/States/I/Output',
    ],
    [
      { Type: 'Parallel', Branches: [{ StartAt: 'I', States: { I: { ...pass, Output: '{% 1 + %}' } } }], End: true },
      'INVALID_JSONATA_EXPRESSION: Unexpected end of expression at /States/S/Branches[0]/States/I/Output',
    ],
    [
      { Type: 'Choice', Choices: [{ Condition: true, Next: 'Nowhere' }], Default: 'T' },
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: Nowhere at /States/S/Choices[0]/Next",
    ],
    [
      { Type: 'Choice', Choices: [{ Condition: true, Next: 'T' }], Default: 'Nowhere' },
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: Nowhere at /States/S/Default",
    ],
    [
      { Type: 'Parallel', Branches: [{ StartAt: 'I', States: { I: { Type: 'Pass', Next: 'T' } } }], End: true },
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: T at /States/S/Branches[0]/States/I/Next",
    ],
    [
      { ...pass, Assign: { states: 1 } },
      "RESERVED_VARIABLE_NAME: Cannot assign to reserved variable '$states'. at /States/S/Assign/states",
    ],
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
    expect(problemOfState({ ...pass, [field]: 1 })).toEqual([`${jsonPathOnly(field)} at /States/S`]);
  });

  it.each(['Results', 'Order', 'MyResult', 'PathX', '$'])('the field %s, as an unknown one', (field) => {
    expect(problemOfState({ ...pass, [field]: 1 })).toEqual([
      `SCHEMA_VALIDATION_FAILED: Field '${field}' is not supported at /States/S`,
    ]);
  });

  it.each([
    [
      { Resource: 'arn:aws:states:::sqs:sendMessage' },
      "NOT_SUPPORTED_HERE: there is no integration for 'arn:aws:states:::sqs:sendMessage' at /States/S/Resource",
    ],
    [
      { Resource: 'arn:aws:states:::lambda:startExecution' },
      "NOT_SUPPORTED_HERE: there is no integration for 'arn:aws:states:::lambda:startExecution' at /States/S/Resource",
    ],
    [
      { Resource: 'arn:aws:states:::states:startExecutions' },
      "NOT_SUPPORTED_HERE: there is no integration for 'arn:aws:states:::states:startExecutions' at /States/S/Resource",
    ],
    [
      { Resource: 'arn:aws:states:eu-west-1:111122223333:activity:a' },
      "NOT_SUPPORTED_HERE: there is no integration for 'arn:aws:states:eu-west-1:111122223333:activity:a' at /States/S/Resource",
    ],
    [
      { Resource: 'arn:aws:states:::invoke' },
      'SCHEMA_VALIDATION_FAILED: Value is not a valid resource ARN at /States/S/Resource',
    ],
    [
      { Resource: 'x:aws:states:::lambda:invoke' },
      'SCHEMA_VALIDATION_FAILED: Value is not a valid resource ARN at /States/S/Resource',
    ],
    [
      { Resource: 'arn:aws:lambda' },
      'SCHEMA_VALIDATION_FAILED: Value is not a valid resource ARN at /States/S/Resource',
    ],
    [
      { Resource: 'arn:aws:dynamodb:::x' },
      'SCHEMA_VALIDATION_FAILED: Value is not a valid resource ARN at /States/S/Resource',
    ],
    [
      { Catch: [{ ErrorEquals: ['X'], Next: 'N' }] },
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: N at /States/S/Catch[0]/Next",
    ],
    [
      { Retry: [{ ErrorEquals: ['States.Al'] }] },
      expect.stringMatching(
        /^NOT_SUPPORTED_HERE: there is no error 'States.Al'; there are States.ALL, .* at \/States\/S\/Retry\[0\]\/ErrorEquals\[0\]$/,
      ),
    ],
    [{ Catch: [{ ErrorEquals: ['States.ALL', 'X'], Next: 'T' }] }, `${ALONE} at /States/S/Catch[0]/ErrorEquals[0]`],
    [
      { Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['X'] }] },
      `${ALONE} at /States/S/Retry[0]/ErrorEquals[0]`,
    ],
  ])('the Task %j', (fields, problem) => {
    expect(problemOfState({ Type: 'Task', Resource: LAMBDA, End: true, ...fields })).toEqual([problem]);
  });

  it('two states of one name, and an inner variable that hides an outer one', () => {
    const branch = { StartAt: 'T', States: { T: { ...pass, Assign: { a: 1 } } } };
    const machine = machineOf({
      S: { Type: 'Parallel', Branches: [branch], Assign: { a: 2 }, Next: 'T' },
      T: pass,
    });
    expect(problemsOf(machine)).toEqual([
      "DUPLICATE_VARIABLE_NAME: The variable name 'a' was already defined in a parent scope. at /States/S/Branches[0]/States/T/Assign/a",
      'DUPLICATE_STATE_NAME: Duplicate State name: T at /States/T',
    ]);
  });

  it.each([
    [{ Type: 'Choice', Choices: [{ Condition: true, Next: 'J', Assign: { a: 1 } }] }],
    [{ Type: 'Task', Resource: LAMBDA, Catch: [{ ErrorEquals: ['X'], Next: 'J', Assign: { a: 1 } }], End: true }],
    [{ Type: 'Parallel', Branches: [{ StartAt: 'K', States: { K: { ...pass, Assign: { a: 1 } } } }], End: true }],
  ])('what hides an outer variable inside of %j', (state) => {
    const Go = { Type: 'Choice', Choices: [{ Condition: true, Next: 'I' }], Default: 'J' };
    const Branches = [{ StartAt: 'Go', States: { Go, I: state, J: pass } }];
    const problems = problemsOf(machineOf({ S: { Type: 'Parallel', Assign: { a: 2 }, Branches, End: true } }));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(
      /^DUPLICATE_VARIABLE_NAME: The variable name 'a' was already defined in a parent scope. at/,
    );
  });

  it('no variable that two branches have each for itself', () => {
    const branch = (name: string) => ({ StartAt: name, States: { [name]: { ...pass, Assign: { a: 1 } } } });
    expect(problemOfState({ Type: 'Parallel', Branches: [branch('I'), branch('J')], End: true })).toEqual([]);
  });

  it('no Task that starts executions, nor the reserved errors that nobody here raises', () => {
    const Catch = [{ ErrorEquals: ['States.Permissions', 'States.Http.Socket', 'My.States'], Next: 'T' }];
    const Retry = [{ ErrorEquals: ['X'] }, { ErrorEquals: ['States.ALL'] }];
    for (const suffix of ['', '.sync', '.sync:2', '.waitForTaskToken']) {
      const Resource = `arn:aws:states:::states:startExecution${suffix}`;
      expect(problemOfState({ Type: 'Task', Resource, Retry, Catch, End: true })).toEqual([]);
    }
  });
});
