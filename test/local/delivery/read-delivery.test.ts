import { describe, expect, it } from '@jest/globals';
import { readDelivery } from '../../../local/delivery/read-delivery.ts';
import type { DeliveryTemplate } from '../../../local/delivery/resolver.ts';
import {
  build,
  FAILED_PROD,
  pipeline,
  PLACE,
  project,
  PROVE_SPEC,
  RETURN_ARN,
  rule,
  smallDelivery,
  SMOKE,
  source,
} from './small-delivery.ts';

const refused = (others: DeliveryTemplate['Resources']): string => {
  try {
    readDelivery(smallDelivery(others), PLACE);
  } catch (error) {
    return String(error);
  }
  return 'not refused';
};
const withAction = (action: unknown) => ({
  ReleasePipeline: pipeline('shop-release', [{ Name: 'Only', Actions: [action] }], 'release'),
});
const withSpec = (spec: unknown) => ({ ProveProject: project('shop-prove', spec) });

describe('readDelivery', () => {
  it('reads stages in their order and actions in their run order', () => {
    const [release] = readDelivery(smallDelivery(), PLACE).pipelines;
    const read = release?.stages.map(({ name, actions }) => [name, ...actions.map((action) => action.name)]);
    expect(read).toEqual([
      ['Source', 'Source'],
      ['Prove', 'Prove'],
      ['Approval', 'Approve'],
      ['Prod', 'Deploy', 'Smoke', 'Confirm'],
    ]);
  });

  it('reads what a build runs and is told, with the names of the stack', () => {
    const [release] = readDelivery(smallDelivery(), PLACE).pipelines;
    expect(release?.stages[1]?.actions[0]).toEqual({
      does: 'build',
      name: 'Prove',
      namespace: 'OfProve',
      runOrder: 1,
      variables: { COMMIT: '#{Source.CommitId}' },
      project: {
        name: 'shop-prove',
        variables: { STORE: 's3://releases' },
        build: {
          commands: [
            { phase: 'install', command: 'npm ci' },
            { phase: 'build', command: 'prove' },
            { phase: 'build', command: 'PAGE=https://example.com' },
          ],
          variables: {},
          exported: ['PAGE'],
          runtimes: {},
        },
      },
    });
  });

  it('knows who is told of an approval, which push starts a pipeline, and what a rule starts', () => {
    const { pipelines, rules } = readDelivery(smallDelivery(), PLACE);
    expect(pipelines[0]?.stages[2]?.actions[0]).toMatchObject({ tells: ['who@example.com'], link: '#{OfProve.PAGE}' });
    expect(pipelines.map(({ name, startedBy }) => [name, startedBy])).toEqual([
      ['shop-release', ['release']],
      ['shop-return', []],
    ]);
    expect(rules[0]?.targets).toEqual([{ does: 'pipeline', pipeline: 'shop-return' }]);
  });

  it('knows the push of CodeCommit by the rule that starts the pipeline', () => {
    const action = {
      ...source('release'),
      ActionTypeId: { Category: 'Source', Owner: 'AWS', Provider: 'CodeCommit', Version: '1' },
      Configuration: { RepositoryName: 'shop', BranchName: 'release', PollForSourceChanges: false },
    };
    const pushed = {
      source: ['aws.codecommit'],
      resources: ['arn:aws:codecommit:eu-central-1:444444444444:shop'],
      'detail-type': ['CodeCommit Repository State Change'],
      detail: { event: ['referenceCreated', 'referenceUpdated'], referenceName: ['release'] },
    };
    const { pipelines } = readDelivery(
      smallDelivery({
        ReleasePipeline: pipeline('shop-release', [{ Name: 'Source', Actions: [action] }]),
        Pushed: rule(pushed, { 'Fn::GetAtt': ['ReleasePipeline', 'Arn'] }),
      }),
      PLACE,
    );
    expect(pipelines[0]?.startedBy).toEqual(['release']);
  });

  it('refuses a type of action that it cannot play, by its name', () => {
    const lambda = {
      ...SMOKE,
      ActionTypeId: { Category: 'Invoke', Owner: 'AWS', Provider: 'Lambda', Version: '1' },
    };
    expect(refused(withAction(lambda))).toBe(
      "RehearsalRefused: the action Smoke of shop-release, stage Only is of a type that a rehearsal cannot play; got 'Invoke/AWS/Lambda'; " +
        'allowed: Source/AWS/CodeStarSourceConnection, Source/AWS/CodeCommit, Build/AWS/CodeBuild, Invoke/AWS/StepFunctions, Approval/AWS/Manual; ' +
        'hint: add it to local/delivery/read-actions.ts, with what plays it',
    );
  });

  it.each([
    [
      'a batch of builds',
      { ...build('B', 'DeployProject'), Configuration: { ProjectName: { Ref: 'DeployProject' }, BatchEnabled: true } },
      /the action B of shop-release, stage Only: a rehearsal cannot play BatchEnabled; got true/,
    ],
    [
      'a secret',
      {
        ...build('B', 'DeployProject'),
        Configuration: {
          ProjectName: { Ref: 'DeployProject' },
          EnvironmentVariables: '[{"name":"A","type":"SECRETS_MANAGER","value":"s"}]',
        },
      },
      /cannot play 0.type; got 'SECRETS_MANAGER'/,
    ],
    [
      'an input from a file',
      { ...SMOKE, Configuration: { ...SMOKE.Configuration, InputType: 'FilePath' } },
      /cannot play InputType; got 'FilePath'/,
    ],
    ['an action of another region', { ...SMOKE, Region: 'us-east-1' }, /cannot play Region; got 'us-east-1'/],
    [
      'a variable that nobody leaves',
      build('B', 'DeployProject'),
      /refers to a variable that no action before it leaves; got '#\{Source.CommitId\}'/,
    ],
  ])('refuses %s', (_, action, message) => {
    expect(refused(withAction(action))).toMatch(message);
  });

  it('refuses what a stage does beside its actions', () => {
    const stage = { Name: 'Only', Actions: [source('release')], OnFailure: { Result: 'ROLLBACK' } };
    expect(refused({ ReleasePipeline: pipeline('shop-release', [stage]) })).toMatch(/cannot play Stages.0.OnFailure/);
  });

  it.each([
    ['reports', { ...PROVE_SPEC, reports: {} }, /the buildspec of shop-prove: a rehearsal cannot play reports/],
    [
      'a phase that ends always',
      { version: '0.2', phases: { build: { commands: [], finally: ['x'] } } },
      /cannot play phases.build.finally/,
    ],
    ['parameters', { ...PROVE_SPEC, env: { 'parameter-store': {} } }, /cannot play env.parameter-store/],
    ['an older version', { ...PROVE_SPEC, version: '0.1' }, /cannot play version; got '0.1'/],
    [
      'a variable of CodeBuild that nobody sets',
      { version: '0.2', phases: { build: { commands: ['echo $CODEBUILD_BUILD_NUMBER'] } } },
      /got 'CODEBUILD_BUILD_NUMBER'/,
    ],
  ])('refuses a buildspec with %s', (_, spec, message) => {
    expect(refused(withSpec(spec))).toMatch(message);
  });

  it('refuses a buildspec that lies in the source', () => {
    const { Type, Properties } = project('shop-prove', {});
    const lies = { ...Properties, Source: { Type: 'CODEPIPELINE', BuildSpec: 'buildspec.yml' } };
    expect(refused({ ProveProject: { Type, Properties: lies } })).toMatch(
      /is not JSON in the template; got 'buildspec.yml'/,
    );
  });

  it('refuses a rule by the filter that it cannot match', () => {
    const filtered = { ...FAILED_PROD, detail: { stage: [{ prefix: 'Pro' }] } };
    expect(refused({ ReturnAfterFailure: rule(filtered, RETURN_ARN) })).toBe(
      'RehearsalRefused: the rule ReturnAfterFailure: a rehearsal cannot match detail.stage; got {"prefix":"Pro"}; allowed: lists of literal values',
    );
  });

  it('refuses a rule by the target that it cannot play', () => {
    const arn = 'arn:aws:lambda:eu-central-1:444444444444:function:f';
    expect(refused({ ReturnAfterFailure: rule(FAILED_PROD, arn) })).toMatch(
      /has a target that a rehearsal cannot play; got 'arn:aws:lambda:/,
    );
  });

  it('reads no rule that is switched off', () => {
    const { Type, Properties } = rule({ detail: { stage: [{ prefix: 'Pro' }] } }, RETURN_ARN);
    const { rules } = readDelivery(
      smallDelivery({ ReturnAfterFailure: { Type, Properties: { ...Properties, State: 'DISABLED' } } }),
      PLACE,
    );
    expect(rules).toEqual([]);
  });

  it('refuses an intrinsic that has no meaning here', () => {
    const arn = { 'Fn::ImportValue': 'shared-topic' };
    expect(refused({ ReturnAfterFailure: rule(FAILED_PROD, arn) })).toMatch(
      /cannot resolve; got \{"Fn::ImportValue":"shared-topic"\}/,
    );
  });

  it('refuses a stack without pipelines', () => {
    expect(() => readDelivery({ Resources: {} }, PLACE)).toThrow(/has no pipelines/);
  });
});
