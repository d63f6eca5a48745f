import { describe, expect, it } from '@jest/globals';
import type { App } from 'aws-cdk-lib/core';
import * as z from 'zod';
import { delivery } from '../../../environments/delivery.ts';
import type { DeliveryEnvironment } from '../../../environments/delivery-environment.ts';
import { ENVIRONMENTS } from '../../../environments/index.ts';
import { DeliveryStack } from '../../../lib/stacks/delivery-stack.ts';
import { synthesizeStrictly } from '../../../scripts/strict-synthesis.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { deliveryTemplate } from './account.ts';

const GIT_HUB: DeliveryEnvironment = {
  ...delivery,
  source: { from: 'github-actions', repository: 'example/forecasting' },
};
const CODE_COMMIT: DeliveryEnvironment = {
  ...delivery,
  source: { from: 'codecommit', repository: 'forecasting' },
  pullRequests: 'none',
};

const template = deliveryTemplate();
const ofType = (type: string, of = template) =>
  Object.entries(of.Resources)
    .filter(([, { Type }]) => Type === type)
    .map(([id, resource]) => ({ id, ...resource }));

const pipelineSchema = z.looseObject({
  Name: z.string(),
  PipelineType: z.string(),
  ExecutionMode: z.string(),
  Triggers: z.array(z.unknown()).default([]),
  Variables: z.array(z.unknown()).default([]),
  Stages: z.array(
    z.object({
      Name: z.string(),
      Actions: z.array(
        z.looseObject({
          Name: z.string(),
          RunOrder: z.number(),
          RoleArn: z.unknown().optional(),
          ActionTypeId: z.object({ Provider: z.string() }).loose(),
          Configuration: z.record(z.string(), z.unknown()),
        }),
      ),
    }),
  ),
});
const pipelines = ofType('AWS::CodePipeline::Pipeline').map(({ Properties }) => pipelineSchema.parse(Properties));
const projectSchema = z.looseObject({
  Name: z.string(),
  TimeoutInMinutes: z.number(),
  Environment: z.looseObject({
    PrivilegedMode: z.boolean(),
    EnvironmentVariables: z.array(z.looseObject({ Name: z.string(), Type: z.string() })),
  }),
  Source: z.looseObject({ Type: z.string(), BuildSpec: z.string() }),
});
const projects = ofType('AWS::CodeBuild::Project').map(({ Properties }) => projectSchema.parse(Properties));
const projectOf = (name: string) => projects.find(({ Name }) => Name === `forecasting-delivery-${name}`)!;

it('no project is made before its role may do what it needs: CodeBuild asks for the connection at once', () => {
  const dependsOn = (resource: object) => (resource as { readonly DependsOn?: readonly string[] }).DependsOn ?? [];
  const policies = ofType('AWS::CodeBuild::Project').map((project) => [
    project.id.replace(/Project[0-9A-F]{8}$/, ''),
    dependsOn(project)
      .filter((id) => id.includes('DefaultPolicy'))
      .map((id) => id.replace(/RoleDefaultPolicy[0-9A-F]{8}$/, '')),
  ]);
  expect(policies).toHaveLength(12);
  for (const [project, [policy, ...others]] of policies) expect([policy, others]).toEqual([project, []]);
});

describe('the pipelines', () => {
  it('bring a merge to main to dev and staging, and one to release to prod', () => {
    const shown = pipelines.map(({ Name, Stages }) => [
      Name,
      ...Stages.map(
        (stage) =>
          `${stage.Name}: ${stage.Actions.map((action) => `${action.Name} (${action.ActionTypeId.Provider})`).join(', ')}`,
      ),
    ]);
    expect(shown).toEqual([
      [
        'forecasting-delivery-main',
        'Source: Source (CodeStarSourceConnection)',
        'Check: Check (CodeBuild)',
        'Build: Image (CodeBuild), Build (CodeBuild)',
        'Dev: Deploy (CodeBuild)',
        'Staging: Deploy (CodeBuild), Run-weather (StepFunctions), Keep (CodeBuild)',
      ],
      [
        'forecasting-delivery-release',
        'Source: Source (CodeStarSourceConnection)',
        'Evidence: Evidence (CodeBuild)',
        'Approval: Approve (Manual)',
        'Prod: Deploy (CodeBuild), Smoke-weather (StepFunctions), Confirm (CodeBuild)',
      ],
      ['forecasting-delivery-return', 'Source: Source (CodeStarSourceConnection)', 'Return: Return (CodeBuild)'],
    ]);
  });

  it('run one merge after the other, and each action of a stage after the one before', () => {
    for (const { PipelineType, ExecutionMode, Stages } of pipelines) {
      expect({ PipelineType, ExecutionMode }).toEqual({ PipelineType: 'V2', ExecutionMode: 'QUEUED' });
      for (const { Actions } of Stages)
        expect(Actions.map(({ RunOrder }) => RunOrder)).toEqual(Actions.map((_, index) => index + 1));
    }
  });

  it('start by a push to their branch alone, and the return by nobody', () => {
    const push = (branch: string) => ({
      ProviderType: 'CodeStarSourceConnection',
      GitConfiguration: { SourceActionName: 'Source', Push: [{ Branches: { Includes: [branch] } }] },
    });
    expect(pipelines.map(({ Triggers }) => Triggers)).toEqual([[push('main')], [push('release')], []]);
    for (const { Stages } of pipelines) {
      expect(Stages[0]?.Actions[0]?.Configuration).toMatchObject({
        DetectChanges: false,
        OutputArtifactFormat: 'CODEBUILD_CLONE_REF',
        FullRepositoryId: 'example/forecasting',
      });
    }
  });

  it('tell their builds the commit, and the one after a machine its execution', () => {
    const told = pipelines.flatMap(({ Stages }) =>
      Stages.flatMap(({ Name, Actions }) =>
        Actions.flatMap(({ Name: action, Configuration }) =>
          typeof Configuration.EnvironmentVariables === 'string' &&
          Configuration.EnvironmentVariables.includes('EXECUTION')
            ? [[`${Name} ${action}`, JSON.parse(Configuration.EnvironmentVariables) as unknown]]
            : [],
        ),
      ),
    );
    const executionOf = (from: string) => [
      { name: 'COMMIT', type: 'PLAINTEXT', value: '#{Source.CommitId}' },
      { name: 'EXECUTION', type: 'PLAINTEXT', value: `#{${from}.ExecutionArn}` },
    ];
    expect(told).toEqual([
      ['Staging Keep', executionOf('StagingRun')],
      ['Prod Confirm', executionOf('ProdSmoke')],
    ]);
  });

  const toldTo = (project: string) =>
    pipelines.flatMap(({ Stages }) =>
      Stages.flatMap(({ Actions }) =>
        Actions.flatMap(({ Configuration: { ProjectName, EnvironmentVariables } }) =>
          JSON.stringify(ProjectName)?.includes(`Builds${project}Project`) === true
            ? [JSON.parse(String(EnvironmentVariables)) as unknown]
            : [],
        ),
      ),
    );

  it('deploy to prod by the hash that the approval has shown', () => {
    expect(toldTo('deployprod')).toEqual([
      [
        { name: 'COMMIT', type: 'PLAINTEXT', value: '#{Source.CommitId}' },
        { name: 'EVIDENCE_SHA256', type: 'PLAINTEXT', value: '#{EvidenceEvidence.EVIDENCE_SHA256}' },
      ],
    ]);
    expect(projectOf('deploy-prod').Source.BuildSpec).toContain(
      String.raw`deploy --env prod --sha256 \"$EVIDENCE_SHA256\" --commit \"$COMMIT\"`,
    );
  });

  it('return from what prod has not confirmed, unless a person who starts it says otherwise', () => {
    expect(pipelines.map(({ Variables }) => Variables)).toEqual([
      [],
      [],
      [{ Name: 'RETURN_FROM', DefaultValue: 'unconfirmed', Description: expect.stringContaining("'any'") }],
    ]);
    expect(toldTo('return')).toEqual([
      expect.arrayContaining([{ name: 'RETURN_FROM', type: 'PLAINTEXT', value: '#{variables.RETURN_FROM}' }]),
    ]);
    // An option would stop a checkout that is older than the pipeline.
    expect(projectOf('return').Source.BuildSpec).toContain('"npm run deliver -- return --env prod"');
  });

  it("ask with the evidence's address and hash, and take silence for a no", () => {
    const [approve] = pipelines[1]?.Stages[2]?.Actions ?? [];
    expect(approve).toMatchObject({ TimeoutInMinutes: 4320 });
    expect(approve?.Configuration).toMatchObject({
      ExternalEntityLink: '#{EvidenceEvidence.EVIDENCE_URL}',
      CustomData:
        'Commit #{Source.CommitId}, evidence with SHA-256 #{EvidenceEvidence.EVIDENCE_SHA256}: read it, then decide',
    });
    expect(projectOf('evidence').Source.BuildSpec).toContain('"EVIDENCE_URL"');
  });

  it('start machines of other accounts in a role that is theirs, and need no stack there', async () => {
    const outdir = await temporaryFolder();
    const add = (app: App) => new DeliveryStack(app, { delivery, targets: ENVIRONMENTS });
    const { template, findings } = synthesizeStrictly({ outdir, bundling: false, add });
    expect(findings).toEqual([]);
    expect(Object.keys(template.Resources).length).toBeGreaterThan(60);
    const started = pipelines.flatMap(({ Stages }) =>
      Stages.flatMap(({ Actions }) =>
        Actions.flatMap(({ RoleArn, Configuration }) =>
          RoleArn === undefined ? [] : [[JSON.stringify(RoleArn), Configuration.Input]],
        ),
      ),
    );
    expect(started).toEqual([
      [
        expect.stringContaining(':iam::222222222222:role/forecasting-staging-delivery-run'),
        '{"dataset":"weather","window":{"train":{"start":"2012-01-01","end":"2013-12-31"},"evaluate":{"start":"2014-01-01","end":"2014-06-30"}}}',
      ],
      [expect.stringContaining(':iam::333333333333:role/forecasting-prod-delivery-run'), '{"dataset":"weather"}'],
    ]);
  }, 120_000);
});

describe('the build projects', () => {
  it('have Docker where the image is built, and nowhere else', () => {
    const privileged = projects.filter(({ Environment }) => Environment.PrivilegedMode).map(({ Name }) => Name);
    expect(privileged).toEqual(['forecasting-delivery-image']);
    expect(projectOf('image').Environment.EnvironmentVariables).toContainEqual({
      Name: 'DOCKER_BUILDKIT',
      Type: 'PLAINTEXT',
      Value: '1',
    });
  });

  it('know no secret, end in two hours, and write a log that ends too', () => {
    for (const { Environment, TimeoutInMinutes } of projects) {
      expect(TimeoutInMinutes).toBe(120);
      const names = Environment.EnvironmentVariables.map(({ Name, Type }) => `${Type} ${Name}`);
      expect(
        names.filter((name) => !/^PLAINTEXT (DELIVERY_STORE|DELIVERY_IMAGE_REPOSITORY|DOCKER_BUILDKIT)$/.test(name)),
      ).toEqual([]);
    }
    const logs = ofType('AWS::Logs::LogGroup').map(({ Properties }) => Properties);
    expect(logs).toHaveLength(projects.length);
    for (const log of logs) {
      expect(log).toMatchObject({ RetentionInDays: 365, KmsKeyId: { 'Fn::GetAtt': ['DeliveryKey', 'Arn'] } });
    }
  });

  it('of pull requests report their status, and run nothing of a fork unless somebody of the repository asks for it', () => {
    for (const name of ['pull-request-check', 'pull-request-deploy']) {
      const { Source, Triggers } = projectOf(name);
      expect(Source).toMatchObject({
        Type: 'GITHUB',
        Location: 'https://github.com/example/forecasting.git',
        ReportBuildStatus: true,
        Auth: { Type: 'CODECONNECTIONS' },
      });
      expect(Triggers).toMatchObject({
        Webhook: true,
        PullRequestBuildPolicy: {
          RequiresCommentApproval: 'FORK_PULL_REQUESTS',
          ApproverRoles: ['GITHUB_WRITE', 'GITHUB_MAINTAIN', 'GITHUB_ADMIN'],
        },
        FilterGroups: [
          [
            { Type: 'EVENT', Pattern: 'PULL_REQUEST_CREATED, PULL_REQUEST_UPDATED, PULL_REQUEST_REOPENED' },
            { Type: 'BASE_REF', Pattern: 'refs/heads/main' },
          ],
        ],
      });
    }
  });

  it('deploy a pull request only where its commit is the head of a branch of the repository, which is asked before its code runs', () => {
    const { env, phases } = z
      .object({
        env: z.unknown(),
        phases: z.object({ install: z.object({ commands: z.array(z.string()) }).loose() }).loose(),
      })
      .parse(JSON.parse(projectOf('pull-request-deploy').Source.BuildSpec));
    // Or a private repository would not answer.
    expect(env).toEqual({ 'git-credential-helper': 'yes' });
    expect(phases.install.commands).toEqual([
      'test "$(git ls-remote origin "$CODEBUILD_WEBHOOK_HEAD_REF" | cut -f1)" = "$CODEBUILD_RESOLVED_SOURCE_VERSION"',
      'export COMMIT="$CODEBUILD_RESOLVED_SOURCE_VERSION"',
      'export PULL_REQUEST="${CODEBUILD_WEBHOOK_TRIGGER#pr/}"',
      'node scripts/ensure-installed.mjs',
    ]);
  });
});

describe('what the delivery keeps', () => {
  it('stays when the stack goes, under ids that nobody moves', () => {
    for (const id of ['DeliveryKey', 'ReleasesBucket', 'AccessLogsBucket', 'ImageRepository']) {
      expect(template.Resources[id]).toMatchObject({
        DeletionPolicy: 'RetainExceptOnCreate',
        UpdateReplacePolicy: 'Retain',
      });
    }
    expect(template.Resources.DeliveryKey?.Properties).toMatchObject({ EnableKeyRotation: true });
    expect(template.Resources.ReleasesBucket?.Properties).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: { Rules: [{ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }] },
    });
  });

  it('has every image that has a name, for ever and as it was pushed', () => {
    const { LifecyclePolicy, ...properties } = template.Resources.ImageRepository?.Properties ?? {};
    expect(properties).toMatchObject({
      ImageTagMutability: 'IMMUTABLE',
      ImageScanningConfiguration: { ScanOnPush: true },
    });
    const rules = z.object({ LifecyclePolicyText: z.string() }).parse(LifecyclePolicy).LifecyclePolicyText;
    expect(JSON.parse(rules)).toEqual({
      rules: [
        {
          rulePriority: 1,
          selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countNumber: 14, countUnit: 'days' },
          action: { type: 'expire' },
        },
      ],
    });
  });
});

describe('a failure', () => {
  const rules = Object.fromEntries(
    ofType('AWS::Events::Rule').map(({ id, Properties }) => [id.replace(/[0-9A-F]{8}$/, ''), Properties]),
  );
  const names = (parts: readonly string[]) =>
    parts.map((part) => ({ Ref: expect.stringMatching(new RegExp(`^${part}Pipeline`)) }));

  it('of prod brings the last good commit back', () => {
    expect(rules.ReturnAfterFailure).toMatchObject({
      EventPattern: {
        source: ['aws.codepipeline'],
        'detail-type': ['CodePipeline Stage Execution State Change'],
        detail: { pipeline: names(['release']), stage: ['Prod'], state: ['FAILED'] },
      },
      Targets: [
        {
          Arn: {
            'Fn::Join': [
              '',
              ['arn:', { Ref: 'AWS::Partition' }, ':codepipeline:eu-central-1:444444444444:', ...names(['return'])],
            ],
          },
        },
      ],
    });
  });

  it('of a stage is told once, whatever failed in it', () => {
    expect(rules.NoticesStageFailed).toMatchObject({
      EventPattern: { detail: { pipeline: names(['main', 'release', 'return']), state: ['FAILED'] } },
      Targets: [{ Arn: { Ref: 'FailuresTopic' } }],
    });
    expect(Object.keys(rules).sort()).toEqual(['NoticesStageFailed', 'ReturnAfterFailure']);
  });
});

describe('another source', () => {
  it.each([
    ['CodeCommit', CODE_COMMIT],
    ["GitHub's own runners", GIT_HUB],
  ])(
    'passes the rules as well: %s',
    async (_, literal) => {
      const outdir = await temporaryFolder();
      const add = (app: App) => new DeliveryStack(app, { delivery: literal, targets: ENVIRONMENTS });
      const { template, findings, acknowledged } = synthesizeStrictly({ outdir, bundling: false, add });
      expect(findings).toEqual([]);
      expect([...acknowledged].some(({ only }) => only === 'CodeCommit')).toBe(literal === CODE_COMMIT);
      expect(Object.keys(template.Resources).length).toBeGreaterThan(10);
    },
    120_000,
  );

  it("is no pipeline with GitHub's runners: a role for each of its environments, taken by that repository's jobs of it alone", () => {
    const gitHub = deliveryTemplate(GIT_HUB);
    expect(ofType('AWS::CodePipeline::Pipeline', gitHub)).toEqual([]);
    expect(ofType('AWS::CodeBuild::Project', gitHub)).toEqual([]);
    const roles = ofType('AWS::IAM::Role', gitHub).map(({ Properties }) => [
      Properties.RoleName,
      Properties.AssumeRolePolicyDocument,
    ]);
    const taken = (environment: string) => [
      `forecasting-delivery-github-${environment}`,
      {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRoleWithWebIdentity',
            Principal: { Federated: expect.anything() },
            Condition: {
              StringEquals: {
                'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
                'token.actions.githubusercontent.com:sub': `repo:example/forecasting:environment:${environment}`,
              },
            },
          },
        ],
      },
    ];
    expect(roles).toEqual(['build', 'dev', 'staging', 'evidence', 'prod', 'return', 'pull-request'].map(taken));
  });

  it("lets each of GitHub's roles take the bootstrap roles of its own account alone", () => {
    const policies = ofType('AWS::IAM::Policy', deliveryTemplate(GIT_HUB)).map(({ id, Properties }) => ({
      id,
      roles: [...JSON.stringify(Properties).matchAll(/:iam::(\d{12}):role\/cdk-/g)].map(([, account]) => account),
    }));
    const accounts = Object.fromEntries(
      policies.map(({ id, roles }) => [/^GitHub([a-z]+)Default/.exec(id)?.[1], [...new Set(roles)]]),
    );
    expect(accounts).toEqual({
      build: [],
      dev: ['111111111111'],
      staging: ['222222222222'],
      evidence: [],
      prod: ['333333333333'],
      return: ['333333333333'],
      pullrequest: ['111111111111'],
    });
  });
});
