import { describe, expect, it } from '@jest/globals';
import { leaveOut } from '../../../scripts/verify-deploy/left-out.ts';

const resource = (Type: string, Properties: Readonly<Record<string, unknown>> = {}) => ({
  Type,
  Properties,
  Metadata: {},
});
const template = {
  Resources: {
    Pipeline: resource('AWS::CodePipeline::Pipeline', { RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } }),
    Role: resource('AWS::IAM::Role'),
    Rule: resource('AWS::Events::Rule', { Targets: [{ Arn: { 'Fn::Sub': 'arn:aws:codepipeline:::${Pipeline}' } }] }),
    Alarm: { ...resource('AWS::CloudWatch::Alarm'), DependsOn: ['Rule'] },
    Topic: resource('AWS::SNS::Topic', { DisplayName: 'Pipeline' }),
  },
  Outputs: {
    PipelineName: { Value: { Ref: 'Pipeline' } },
    Attribute: { Value: { 'Fn::GetAtt': 'Pipeline.Version' } },
    TopicArn: { Value: { Ref: 'Topic' } },
  },
};

describe('a template without what the emulator does not know', () => {
  it('has neither the resources of the types, nor what refers to them, nor what refers to that', () => {
    const { template: left, leftOut } = leaveOut(template, ['AWS::CodePipeline::Pipeline']);
    expect(Object.keys(left.Resources)).toEqual(['Role', 'Topic']);
    expect(Object.keys(left.Outputs)).toEqual(['TopicArn']);
    expect(leftOut).toEqual([
      { logicalId: 'Pipeline', type: 'AWS::CodePipeline::Pipeline' },
      { logicalId: 'Rule', type: 'AWS::Events::Rule' },
      { logicalId: 'Alarm', type: 'AWS::CloudWatch::Alarm' },
    ]);
  });

  it('is the template where it knows all', () => {
    expect(leaveOut(template, [])).toEqual({ template, leftOut: [] });
  });
});
