import { describe, expect, it } from '@jest/globals';
import { InvalidDefinition } from '../../asl/index.ts';
import { interpreterOf, LAMBDA, machineOf } from './support.ts';

const pass = { Type: 'Pass', End: true };

function problemsOf(definition: unknown): readonly string[] {
  try {
    interpreterOf(definition, { integrations: { [LAMBDA]: async () => null } });
    return [];
  } catch (error) {
    if (error instanceof InvalidDefinition) return error.problems;
    throw error;
  }
}

function problemOfState(state: object): readonly string[] {
  return problemsOf(machineOf({ S: state, T: pass }));
}

describe('before anything runs, the interpreter refuses', () => {
  it('nothing of a machine that it can run', () => {
    expect(problemOfState({ ...pass, Output: 1, Assign: { a: 2 }, Comment: 'fine' })).toEqual([]);
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
    [{ Type: 'Pass', Next: 'Nowhere' }, "States.S: leads to 'Nowhere', which is no state beside it"],
    [{ Type: 'Wait', End: true }, 'States.S: needs exactly one of Seconds and Timestamp'],
    [
      { ...pass, Output: '{% 1 + %}' },
      "States.S: Output: the JSONata expression '{% 1 + %}' does not parse: Unexpected end of expression",
    ],
    [{ ...pass, Assign: { states: 1 } }, "States.S.Assign.states: 'states' is reserved"],
  ])('the state %j', (state, problem) => {
    expect(problemOfState(state)).toEqual([problem]);
  });

  it.each([
    [
      { Resource: 'arn:aws:states:::sqs:sendMessage' },
      "there is no integration for the Resource 'arn:aws:states:::sqs:sendMessage'",
    ],
    [{ Resource: 'arn:aws:dynamodb:::x' }, "the Resource 'arn:aws:dynamodb:::x' is not supported"],
    [{ Retry: [{ ErrorEquals: ['States.Al'] }] }, "Retry[0].ErrorEquals: there is no error 'States.Al'"],
    [{ Catch: [{ ErrorEquals: ['States.ALL', 'X'], Next: 'T' }] }, 'Catch[0].ErrorEquals: States.ALL must stand alone'],
    [
      { Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['X'] }] },
      'Retry[0].ErrorEquals: States.ALL must come last',
    ],
  ])('the Task %j', (fields, problem) => {
    expect(problemOfState({ Type: 'Task', Resource: LAMBDA, End: true, ...fields })).toEqual([`States.S: ${problem}`]);
  });

  it.each([
    [{ Label: 'L' }, "States.S: the field 'Label' needs ProcessorConfig.Mode DISTRIBUTED"],
    [{ Iterator: {} }, "States.S: the field 'Iterator' is not supported"],
    [
      { ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: {} } },
      'States.S.ResultWriter.Arguments: is missing',
    ],
  ])('the Map %j', (fields, problem) => {
    const ItemProcessor = { StartAt: 'I', States: { I: pass } };
    expect(problemOfState({ Type: 'Map', ItemProcessor, End: true, ...fields })).toContain(problem);
  });

  it('an ItemReader that it does not implement, and one without an S3', () => {
    const ItemProcessor = { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'I', States: { I: pass } };
    const state = (InputType: string) => ({
      Type: 'Map',
      ItemProcessor,
      End: true,
      ItemReader: { Resource: 'arn:aws:states:::s3:getObject', Arguments: {}, ReaderConfig: { InputType } },
    });
    expect(problemOfState(state('PARQUET'))[0]).toMatch(/^States\.S\.ItemReader\.ReaderConfig\.InputType: .*JSON/);
    expect(problemOfState(state('JSON'))).toEqual([
      'States.S: reads or writes S3 objects, but the interpreter was given no s3',
    ]);
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
});
