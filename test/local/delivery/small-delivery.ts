import type { DeliveryTemplate, Place } from '../../../local/delivery/resolver.ts';

/** A stack with one pipeline that builds, runs a machine, asks and builds again, and a rule that starts another one when it fails. */
export const PLACE: Place = { stack: 'shop', account: '444444444444', region: 'eu-central-1' };

const VARIABLES = '[{"name":"COMMIT","type":"PLAINTEXT","value":"#{Source.CommitId}"}]';

export function source(branch: string) {
  return {
    Name: 'Source',
    Namespace: 'Source',
    RunOrder: 1,
    ActionTypeId: { Category: 'Source', Owner: 'AWS', Provider: 'CodeStarSourceConnection', Version: '1' },
    Configuration: { ConnectionArn: 'arn:c', FullRepositoryId: 'example/shop', BranchName: branch },
    OutputArtifacts: [{ Name: 'Source' }],
  };
}

export function build(name: string, project: string, runOrder = 1) {
  return {
    Name: name,
    Namespace: `Of${name}`,
    RunOrder: runOrder,
    ActionTypeId: { Category: 'Build', Owner: 'AWS', Provider: 'CodeBuild', Version: '1' },
    Configuration: { ProjectName: { Ref: project }, EnvironmentVariables: VARIABLES },
    InputArtifacts: [{ Name: 'Source' }],
  };
}

export const SMOKE = {
  Name: 'Smoke',
  Namespace: 'OfSmoke',
  RunOrder: 2,
  ActionTypeId: { Category: 'Invoke', Owner: 'AWS', Provider: 'StepFunctions', Version: '1' },
  Configuration: { StateMachineArn: 'arn:m', InputType: 'Literal', Input: '{"dataset":"weather"}' },
  RoleArn: 'arn:r',
};

export const APPROVE = {
  Name: 'Approve',
  RunOrder: 1,
  ActionTypeId: { Category: 'Approval', Owner: 'AWS', Provider: 'Manual', Version: '1' },
  Configuration: {
    NotificationArn: { Ref: 'Approvals' },
    CustomData: 'Commit #{Source.CommitId}',
    ExternalEntityLink: '#{OfProve.PAGE}',
  },
};

export function project(name: string, spec: unknown) {
  return {
    Type: 'AWS::CodeBuild::Project',
    Properties: {
      Name: name,
      ServiceRole: { 'Fn::GetAtt': ['Unknown', 'Arn'] },
      Environment: {
        EnvironmentVariables: [
          { Name: 'STORE', Type: 'PLAINTEXT', Value: { 'Fn::Join': ['', ['s3://', { Ref: 'Releases' }]] } },
        ],
      },
      Source: { Type: 'CODEPIPELINE', BuildSpec: JSON.stringify(spec) },
    },
  };
}

export function pipeline(name: string, stages: readonly unknown[], branch?: string) {
  const push = { ProviderType: 'CodeStarSourceConnection', GitConfiguration: { SourceActionName: 'Source' } };
  const triggers = [
    { ...push, GitConfiguration: { ...push.GitConfiguration, Push: [{ Branches: { Includes: [branch] } }] } },
  ];
  return {
    Type: 'AWS::CodePipeline::Pipeline',
    Properties: {
      Name: name,
      PipelineType: 'V2',
      Stages: stages,
      ...(branch === undefined ? {} : { Triggers: triggers }),
    },
  };
}

export function rule(pattern: unknown, arn: unknown) {
  return {
    Type: 'AWS::Events::Rule',
    Properties: { EventPattern: pattern, State: 'ENABLED', Targets: [{ Arn: arn, Id: 'Target0' }] },
  };
}

export const FAILED_PROD = {
  source: ['aws.codepipeline'],
  'detail-type': ['CodePipeline Stage Execution State Change'],
  detail: { pipeline: [{ Ref: 'ReleasePipeline' }], stage: ['Prod'], state: ['FAILED'] },
};

export const RETURN_ARN = {
  'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':codepipeline:eu-central-1:444444444444:', { Ref: 'Return' }]],
};

export const PROVE_SPEC = {
  version: '0.2',
  env: { 'exported-variables': ['PAGE'] },
  phases: { install: { commands: ['npm ci'] }, build: { commands: ['prove', 'PAGE=https://example.com'] } },
};

const SPEC = { version: '0.2', phases: { build: { commands: ['deploy'] } } };

/** @param others resources that take the place of those of the same id */
export function smallDelivery(others: DeliveryTemplate['Resources'] = {}): DeliveryTemplate {
  const stages = [
    { Name: 'Source', Actions: [source('release')] },
    { Name: 'Prove', Actions: [build('Prove', 'ProveProject')] },
    { Name: 'Approval', Actions: [APPROVE] },
    { Name: 'Prod', Actions: [SMOKE, build('Deploy', 'DeployProject'), build('Confirm', 'DeployProject', 3)] },
  ];
  const back = [
    { Name: 'Source', Actions: [source('release')] },
    { Name: 'Return', Actions: [build('Return', 'DeployProject')] },
  ];
  return {
    Resources: {
      Releases: { Type: 'AWS::S3::Bucket' },
      Approvals: { Type: 'AWS::SNS::Topic' },
      Somebody: {
        Type: 'AWS::SNS::Subscription',
        Properties: { TopicArn: { Ref: 'Approvals' }, Protocol: 'email', Endpoint: 'who@example.com' },
      },
      ProveProject: project('shop-prove', PROVE_SPEC),
      DeployProject: project('shop-deploy', SPEC),
      ReleasePipeline: pipeline('shop-release', stages, 'release'),
      Return: pipeline('shop-return', back),
      ReturnAfterFailure: rule(FAILED_PROD, RETURN_ARN),
      ...others,
    },
  };
}
