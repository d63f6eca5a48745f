import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { accountTemplate } from '../../../scripts/verify-deploy/documents/account-template.ts';
import { machinesWithJobs } from '../../../scripts/verify-deploy/documents/job-documents.ts';
import { readTemplate } from '../../../local/platform/template.ts';

const PROD = { account: '333333333333', region: 'eu-central-1' };

/** A machine that asks for a job, as a template has it: tokens within a text. */
const MACHINE = {
  Type: 'AWS::StepFunctions::StateMachine',
  Metadata: { machine: 'train' },
  Properties: {
    StateMachineName: 'forecasting-prod-train',
    DefinitionString: {
      'Fn::Join': [
        '',
        [
          '{"RoleArn":"',
          { 'Fn::GetAtt': ['JobRole', 'Arn'] },
          '","KmsKeyId":"',
          { 'Fn::GetAtt': ['DataKey', 'Arn'] },
          '","Image":"',
          { 'Fn::Sub': '333333333333.dkr.ecr.eu-central-1.${AWS::URLSuffix}/assets:1' },
          '","Region":"',
          { Ref: 'AWS::Region' },
          '","FunctionName":"',
          { 'Fn::GetAtt': ['Step', 'Arn'] },
          '"}',
        ],
      ],
    },
  },
};
const TEMPLATE = {
  Resources: {
    Machine: MACHINE,
    JobRole: { Type: 'AWS::IAM::Role' },
    DataKey: { Type: 'AWS::KMS::Key' },
    Step: { Type: 'AWS::Lambda::Function', Metadata: { step: 'select' } },
  },
};

describe('a template as an account would have it', () => {
  const { machines } = readTemplate(accountTemplate(TEMPLATE, PROD));
  const [definition] = Object.values(machines).map((machine) =>
    z.record(z.string(), z.string()).parse(machine.definition),
  );

  it("names a role by the longest name that there is, the key and the image as the account's", () => {
    expect(definition.RoleArn).toBe(`arn:aws:iam::333333333333:role/JobRole${'X'.repeat(57)}`);
    expect(definition.KmsKeyId).toBe('arn:aws:kms:eu-central-1:333333333333:key/01234567-89ab-cdef-0123-456789abcdef');
    expect(definition.Image).toBe('333333333333.dkr.ecr.eu-central-1.amazonaws.com/assets:1');
    expect(definition.Region).toBe('eu-central-1');
  });

  it('leaves functions to the local platform, which runs them', () => {
    expect(definition.FunctionName).toBe('arn:aws:lambda:local:000000000000:function:Step');
  });
});

describe('the machines that ask SageMaker for a job', () => {
  it('are those with such a task, inside of a Map too', () => {
    const task = (Resource: string) => ({
      States: { Each: { ItemProcessor: { States: { Run: { Type: 'Task', Resource } } } } },
    });
    const machines = {
      one: { name: 'train', definition: task('arn:aws:states:::sagemaker:createTrainingJob.sync') },
      two: { name: 'evaluate', definition: task('arn:aws:states:::lambda:invoke') },
    };
    expect(machinesWithJobs({ machines, functions: {} })).toEqual(['train']);
  });
});
