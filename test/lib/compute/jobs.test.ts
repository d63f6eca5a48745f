import { describe, expect, it } from '@jest/globals';
import { NAMES, machinesOf, resourcesOf, statementsOf, statesOf, templateOf } from '../support.ts';
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
  ['train', 'Train the candidate'],
  ['forecast', 'Forecast the horizon'],
] as const;

describe.each(JOBS)('the job of %s', (machine, state) => {
  it('is a Lambda function in dev, and a SageMaker job that is waited for in staging and prod', () => {
    const resources = NAMES.map((name) => taskOf(name, machine, state).Resource);
    const job = `arn:aws:states:::sagemaker:create${machine === 'train' ? 'Training' : 'Processing'}Job.sync`;
    expect(resources).toEqual(['arn:aws:states:::lambda:invoke', job, job]);
  });

  it('gets the same request document at either place, but for where it runs, as what, and on how much', () => {
    const differing = ['AlgorithmSpecification', 'AppSpecification', 'ResourceConfig', 'ProcessingResources'];
    const where = [...differing, 'RoleArn', 'StoppingCondition', 'Tags'];
    const essence = (name: Name) =>
      Object.entries(requestOf(name, machine, state)).filter(([field]) => !where.includes(field));
    expect(essence('dev').length).toBe(5);
    expect(essence('prod')).toEqual(essence('dev'));
    expect(Object.keys(requestOf('prod', machine, state))).toEqual(Object.keys(requestOf('dev', machine, state)));
  });

  it('outlives its own run time by the time that its start may take, so that its own limit comes first', () => {
    const { StoppingCondition } = requestOf('prod', machine, state) as { StoppingCondition: Record<string, number> };
    expect(taskOf('prod', machine, state).TimeoutSeconds).toBe(StoppingCondition.MaxRuntimeInSeconds + 3600);
  });
});

describe('the training job', () => {
  it('reads the listed files of silver, cut off from the network, and leaves plain files, encrypted', () => {
    expect(requestOf('prod', 'train', 'Train the candidate')).toMatchObject({
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
      ResourceConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1, VolumeSizeInGB: 30 },
      StoppingCondition: { MaxRuntimeInSeconds: 14_400 },
      EnableNetworkIsolation: true,
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
      NetworkConfig: { EnableNetworkIsolation: true },
    });
  });
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
        'sagemaker:StopTrainingJob',
      ],
    ]);
    expect(JSON.stringify(jobs)).toContain(':training-job/*');
    expect(JSON.stringify(machine)).toContain('rule/StepFunctionsGetEventsForSageMakerTrainingJobsRule');
    expect(JSON.stringify(statementsOf(template, 'Machinesevaluate'))).not.toContain('sagemaker:');
  });
});
