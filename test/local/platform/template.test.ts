import { describe, expect, it } from '@jest/globals';
import { readTemplate, type Template } from '../../../local/platform/template.ts';

const DEFINITION = {
  'Fn::Join': [
    '',
    [
      '{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:',
      { Ref: 'AWS::Partition' },
      ':states:::lambda:invoke","F":"',
      { 'Fn::GetAtt': ['Ingest', 'Arn'] },
      '"}}}',
    ],
  ],
};

function template(changes: Partial<Template['Resources']> = {}): Template {
  return {
    Resources: {
      Ingest: { Type: 'AWS::Lambda::Function', Properties: {}, Metadata: { step: 'ingest' } },
      Train: {
        Type: 'AWS::StepFunctions::StateMachine',
        Properties: { StateMachineName: 'forecasting-prod-train', DefinitionString: DEFINITION },
        Metadata: { machine: 'train' },
      },
      ...changes,
    } as Template['Resources'],
  };
}

describe('readTemplate', () => {
  it('names machines and functions as the stack does, and resolves the tokens between them', () => {
    const { machines, functions } = readTemplate(template());
    const machine = machines['arn:aws:states:local:000000000000:stateMachine:forecasting-prod-train'];
    expect(machine?.name).toBe('train');
    expect(machine?.definition).toEqual({
      StartAt: 'A',
      States: {
        A: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          F: 'arn:aws:lambda:local:000000000000:function:Ingest',
        },
      },
    });
    expect(functions).toEqual({ 'arn:aws:lambda:local:000000000000:function:Ingest': 'ingest' });
  });

  it('refuses a reference to a resource that is not there', () => {
    const { Train } = template().Resources;
    expect(() => readTemplate({ Resources: { Train: Train! } })).toThrow("refers to 'Ingest'");
  });

  it('refuses an intrinsic that it does not resolve, rather than passing it on', () => {
    const Train = {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: { DefinitionString: { 'Fn::ImportValue': 'x' } },
      Metadata: { machine: 'train' },
    };
    expect(() => readTemplate(template({ Train }))).toThrow('Fn::ImportValue');
  });

  describe('a function that is no step', () => {
    const Handler = { Type: 'AWS::Lambda::Function', Properties: {} };
    const calling = (task: object) => ({
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        DefinitionString: JSON.stringify({
          StartAt: 'Every item',
          States: {
            'Every item': { Type: 'Map', ItemProcessor: { StartAt: 'Ask', States: { Ask: task } }, End: true },
          },
        }),
      },
      Metadata: { machine: 'report' },
    });
    const ARN = 'arn:aws:lambda:local:000000000000:function:Handler';

    it('is left out where no machine calls it: the handler of an API, a smoke test', () => {
      const Described = { ...Handler, Metadata: { 'aws:asset:path': 'asset' } };
      const { functions, machines } = readTemplate(template({ Handler, Described }));
      expect(functions).toEqual({ 'arn:aws:lambda:local:000000000000:function:Ingest': 'ingest' });
      expect(Object.keys(machines)).toHaveLength(1);
    });

    it.each([
      { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments: { FunctionName: ARN }, End: true },
      { Type: 'Task', Resource: ARN, End: true },
    ])('is an error where a task calls it, by the names of machine, state and function: %j', (task) => {
      expect(() => readTemplate(template({ Handler, Report: calling(task) }))).toThrow(
        `the state 'Ask' of the machine 'report' calls ${ARN}, which has no Metadata.step`,
      );
    });

    it('may be named by a task that does not call it', () => {
      const Arguments = { FunctionName: 'arn:aws:lambda:local:000000000000:function:Ingest', Payload: { ask: ARN } };
      const task = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments, End: true };
      expect(Object.keys(readTemplate(template({ Handler, Report: calling(task) })).machines)).toHaveLength(2);
    });
  });

  it('refuses a machine of which no name is known', () => {
    const { Train } = template().Resources;
    const nameless = { Type: Train!.Type, Properties: Train!.Properties! };
    expect(() => readTemplate(template({ Train: nameless }))).toThrow('the state machine Train of the template has no');
  });
});
