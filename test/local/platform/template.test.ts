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

  it('refuses a function of which no step is known', () => {
    expect(() => readTemplate(template({ Ingest: { Type: 'AWS::Lambda::Function' } }))).toThrow('Metadata.step');
  });
});
