import { describe, expect, it } from '@jest/globals';
import { ProcessingInstanceType, TrainingInstanceType } from '@aws-sdk/client-sagemaker';
import { takesVolumeKey } from '../../../lib/compute/volume-key.ts';
import type { Compute } from '../../../environments/environment.ts';
import { ENVIRONMENTS } from '../../../environments/index.ts';
import { NAMES, actionsOf, machinesOf, resourcesOf, stackOf, statementsOf, statesOf, templateOf } from '../support.ts';
import type { Name } from '../support.ts';

function taskOf(name: Name, machine: string, state: string) {
  const found = statesOf(machinesOf(name)[machine]).find((each) => each.name === state);
  return found!.state;
}

/** What the job is asked to do, wherever it runs. */
function requestOf(name: Name, machine: string, state: string): Record<string, unknown> {
  const { Arguments = {} } = taskOf(name, machine, state);
  return (Arguments.Payload ?? Arguments) as Record<string, unknown>;
}

const JOBS = [
  ['train', 'Cross-validate the candidate'],
  ['train', 'Fit the recipe'],
  ['forecast', 'Forecast the horizon'],
] as const;

describe.each(JOBS)('the job of %s: %s', (machine, state) => {
  it('is a Lambda function in dev, and a SageMaker job that is waited for in staging and prod', () => {
    const resources = NAMES.map((name) => taskOf(name, machine, state).Resource);
    const job = `arn:aws:states:::sagemaker:create${machine === 'train' ? 'Training' : 'Processing'}Job.sync`;
    expect(resources).toEqual(['arn:aws:states:::lambda:invoke', job, job]);
  });

  it('gets the same request document at either place, but for where it runs, as what, and on how much', () => {
    const differing = ['AlgorithmSpecification', 'AppSpecification', 'ResourceConfig', 'ProcessingResources'];
    // A job's name begins with its stack's.
    const names = ['TrainingJobName', 'ProcessingJobName'];
    const where = [...differing, ...names, 'RoleArn', 'StoppingCondition', 'Tags'];
    const essence = (name: Name) =>
      Object.entries(requestOf(name, machine, state)).filter(([field]) => !where.includes(field));
    expect(essence('dev').length).toBe(4);
    expect(essence('prod')).toEqual(essence('dev'));
    expect(Object.keys(requestOf('prod', machine, state))).toEqual(Object.keys(requestOf('dev', machine, state)));
  });

  it('outlives its own run time by the time that its start may take, so that its own limit comes first', () => {
    const { StoppingCondition } = requestOf('prod', machine, state) as { StoppingCondition: Record<string, number> };
    expect(taskOf('prod', machine, state).TimeoutSeconds).toBe(StoppingCondition.MaxRuntimeInSeconds + 3600);
  });
});

describe("a job's rights on logs", () => {
  it('reach the streams of its own stack alone, though the group is that of all jobs of the account', () => {
    const rights = statementsOf(templateOf('prod'), 'Jobstrain').flatMap((statement) => {
      const actions = actionsOf(statement).filter((action) => action.startsWith('logs:'));
      return actions.length === 0 ? [] : [[actions, JSON.stringify(statement.Resource)]];
    });
    expect(rights).toEqual([
      [
        ['logs:CreateLogGroup', 'logs:DescribeLogStreams'],
        expect.stringMatching(/:\/aws\/sagemaker\/TrainingJobs"\]\]\}$/),
      ],
      [
        ['logs:CreateLogStream', 'logs:PutLogEvents'],
        expect.stringMatching(/:\/aws\/sagemaker\/TrainingJobs:log-stream:forecasting-prod-\*"\]\]\}$/),
      ],
    ]);
  });
});

describe('a place that a job waits for', () => {
  it('is given up after six hours, however long a job may run', () => {
    const train = { ...ENVIRONMENTS.prod.compute.train, maxRuntimeSeconds: 432_000 } as Compute;
    const { template } = stackOf({ ...ENVIRONMENTS.prod, compute: { train, forecast: train } });
    const waits = JSON.stringify(template).match(/ResourceLimitExceededException[^}]*/g) ?? [];
    expect(waits.length).toBeGreaterThan(1);
    for (const wait of waits) {
      expect(wait).toMatch(/IntervalSeconds\W+180,/);
      expect(wait).toMatch(/MaxAttempts\W+120,/);
    }
  });
});

describe('the training job', () => {
  it('reads the listed files of silver, cut off from the network, and leaves plain files, encrypted', () => {
    expect(requestOf('prod', 'train', 'Cross-validate the candidate')).toMatchObject({
      AlgorithmSpecification: { TrainingInputMode: 'File', ContainerEntrypoint: ['node', '/app/train.mjs'] },
      HyperParameters: '{% $states.input.hyperparameters %}',
      InputDataConfig: [
        {
          ChannelName: 'series',
          DataSource: {
            S3DataSource: {
              S3DataType: 'ManifestFile',
              S3Uri: '{% $states.input.manifestUri %}',
              S3DataDistributionType: 'FullyReplicated',
            },
          },
        },
      ],
      OutputDataConfig: { S3OutputPath: '{% $plan.outputUri %}', KmsKeyId: 'DataKey', CompressionType: 'NONE' },
      ResourceConfig: {
        InstanceType: 'ml.m5.xlarge',
        InstanceCount: 1,
        VolumeSizeInGB: 30,
        VolumeKmsKeyId: 'DataKey',
      },
      StoppingCondition: { MaxRuntimeInSeconds: 14_400 },
      EnableNetworkIsolation: true,
    });
  });
});

describe('the job of a fit', () => {
  it('reads what its plan names beside the series', () => {
    const channel = (ChannelName: string, S3Uri: string) => ({
      ChannelName,
      DataSource: { S3DataSource: { S3DataType: 'ManifestFile', S3Uri, S3DataDistributionType: 'FullyReplicated' } },
    });
    expect(requestOf('prod', 'train', 'Fit the recipe')).toMatchObject({
      AlgorithmSpecification: { TrainingInputMode: 'File', ContainerEntrypoint: ['node', '/app/train.mjs'] },
      HyperParameters: '{% $states.input.job.hyperparameters %}',
      InputDataConfig: [
        channel('series', '{% $states.input.job.manifestUri %}'),
        channel('memory', '{% $states.input.job.memoryUri %}'),
      ],
      OutputDataConfig: { S3OutputPath: '{% $states.input.outputUri %}', KmsKeyId: 'DataKey' },
      EnableNetworkIsolation: true,
    });
    expect(requestOf('prod', 'promote', 'Fit the twin')).toMatchObject({
      InputDataConfig: [
        channel('series', '{% $states.input.manifestUri %}'),
        channel('memory', '{% $states.input.memoryUri %}'),
      ],
      OutputDataConfig: { S3OutputPath: '{% $plan.outputUri %}' },
    });
  });
});

describe('the forecasting job', () => {
  it('reads one model, cut off from the network, and leaves data files in gold and its summary elsewhere', () => {
    expect(requestOf('prod', 'forecast', 'Forecast the horizon')).toMatchObject({
      AppSpecification: { ContainerEntrypoint: ['node', '/app/forecast.mjs'] },
      Environment: '{% $plan.hyperparameters %}',
      ProcessingInputs: [
        {
          InputName: 'model',
          S3Input: {
            S3Uri: '{% $plan.artifactUri %}',
            LocalPath: '/opt/ml/processing/input/model',
            S3DataType: 'S3Prefix',
          },
        },
      ],
      ProcessingOutputConfig: {
        KmsKeyId: 'DataKey',
        Outputs: [
          {
            OutputName: 'files',
            S3Output: { S3Uri: '{% $plan.filesUri %}', LocalPath: '/opt/ml/processing/output/files' },
          },
          {
            OutputName: 'summary',
            S3Output: { S3Uri: '{% $plan.summaryUri %}', LocalPath: '/opt/ml/processing/output/summary' },
          },
        ],
      },
      ProcessingResources: {
        ClusterConfig: {
          InstanceType: 'ml.m5.large',
          InstanceCount: 1,
          VolumeSizeInGB: 30,
          VolumeKmsKeyId: 'DataKey',
        },
      },
      NetworkConfig: { EnableNetworkIsolation: true },
    });
  });
});

describe("a job's volume", () => {
  it('has no key of ours in dev, where the job is a function', () => {
    expect(requestOf('dev', 'train', 'Cross-validate the candidate').ResourceConfig).toEqual({
      InstanceType: 'lambda',
      InstanceCount: 1,
      VolumeSizeInGB: 2,
    });
  });

  it('has none on an instance with disks of its own, and then nobody may hand the key on', () => {
    const train = { ...ENVIRONMENTS.prod.compute.train, instanceType: 'ml.g5.xlarge' } as Compute;
    const { template } = stackOf({ ...ENVIRONMENTS.prod, compute: { train, forecast: train } });
    expect(JSON.stringify(template)).not.toContain('VolumeKmsKeyId');
    expect(statementsOf(template).flatMap(actionsOf)).not.toContain('kms:CreateGrant');
    expect(statementsOf(template, 'Jobstrain').flatMap(actionsOf)).toContain('kms:Encrypt');
  });

  const families = [...Object.values(TrainingInstanceType), ...Object.values(ProcessingInstanceType)].map(
    (type) => type.split('.')[1],
  );

  it('can have one on these of all families that SageMaker runs jobs on', () => {
    const ours = [...new Set(families)].filter((family) => takesVolumeKey(`ml.${family}.xlarge`));
    expect(ours.sort()).toEqual('c4 c5 c5n c6i c7i c8i m4 m5 m6i m7i m8i p2 p3 r5 r6i r7i r8i t3'.split(' '));
  });

  it.each(['ml.m5d.large', 'ml.c6gd.xlarge', 'ml.r5dn.large', 'ml.m6id.large', 'ml.p3dn.24xlarge'])(
    'cannot have one on %s: a d tells of disks',
    (type) => expect(takesVolumeKey(type)).toBe(false),
  );
});

describe("the jobs' rights", () => {
  const template = templateOf('prod');

  it('let SageMaker of this account alone take the roles', () => {
    const roles = resourcesOf(template, 'AWS::IAM::Role').filter(({ id }) => id.startsWith('Jobs'));
    expect(roles).toHaveLength(2);
    for (const { properties } of roles) {
      expect(properties.AssumeRolePolicyDocument).toMatchObject({
        Statement: [
          {
            Principal: { Service: 'sagemaker.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': '333333333333' } },
          },
        ],
      });
    }
  });

  it('let no job read deliveries or bronze, and no training job touch gold', () => {
    const train = JSON.stringify(statementsOf(template, 'Jobstrain'));
    const forecast = JSON.stringify(statementsOf(template, 'Jobsforecast'));
    expect(train).toMatch(/SilverBucket/);
    expect(train).not.toMatch(/LandingBucket|BronzeBucket|GoldBucket/);
    expect(forecast).toMatch(/GoldBucket/);
    expect(forecast).not.toMatch(/LandingBucket|BronzeBucket|SilverBucket/);
  });

  it('let a job encrypt its outputs, and SageMaker hand the key on to its volume: asked by the job and by the machine', () => {
    const key = { 'Fn::GetAtt': ['DataKey', 'Arn'] };
    const onKey = (role: string) =>
      statementsOf(template, role).filter(({ Resource }) => JSON.stringify(Resource) === JSON.stringify(key));
    const handOn = {
      Action: 'kms:CreateGrant',
      Effect: 'Allow',
      Resource: key,
      Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    };
    for (const [job, machine] of [
      ['Jobstrain', 'Machinestrain'],
      ['Jobsforecast', 'Machinesforecast'],
    ]) {
      expect(onKey(job)).toEqual([
        {
          Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
          Effect: 'Allow',
          Resource: key,
        },
        handOn,
      ]);
      expect(onKey(machine)).toEqual([handOn, { Action: 'kms:DescribeKey', Effect: 'Allow', Resource: key }]);
    }
  });

  it('let the machine run jobs of one kind and hand over one role, to SageMaker only', () => {
    const machine = statementsOf(template, 'Machinestrain');
    expect(machine).toContainEqual({
      Action: 'iam:PassRole',
      Effect: 'Allow',
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^JobstrainRole/), 'Arn'] },
      Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
    });
    const jobs = machine.filter(({ Action }) => JSON.stringify(Action).includes('sagemaker:'));
    expect(jobs.map(({ Action }) => Action)).toEqual([
      [
        'sagemaker:AddTags',
        'sagemaker:CreateTrainingJob',
        'sagemaker:DescribeTrainingJob',
        'sagemaker:ListTags',
        'sagemaker:StopTrainingJob',
      ],
    ]);
    expect(JSON.stringify(jobs)).toContain(':training-job/forecasting-prod-*"');
    expect(JSON.stringify(machine)).toContain('rule/StepFunctionsGetEventsForSageMakerTrainingJobsRule');
    expect(JSON.stringify(statementsOf(template, 'Machinesevaluate'))).not.toContain('sagemaker:');
  });
});
