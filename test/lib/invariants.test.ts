import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { NAMES, actionsOf, resourcesOf, statementsOf, templateOf } from './support.ts';

/** Whether AWS calls the resource by it. The name of a policy is known inside of its role only. */
function isNameOf(type: string, property: string): boolean {
  return /(?<!^Metric)Name$/.test(property) && type !== 'AWS::IAM::Policy';
}

const ringOf = (id: string) => ({
  'Fn::Join': ['', ['[{"arn":"', { 'Fn::GetAtt': [id, 'Arn'] }, '","withdrawnFrom":"never"}]']],
});

describe.each(NAMES)('the stack of %s', (name) => {
  const template = templateOf(name);
  const types = Object.values(template.Resources).map(({ Type }) => Type);

  it('has no custom resource, and nothing that CDK adds with one', () => {
    expect(types.filter((type) => /^Custom::|CustomResource/.test(type))).toEqual([]);
    expect(JSON.stringify(template)).not.toMatch(/aws-cdk:auto-delete|LogRetention|BucketNotifications/);
  });

  it('grants no wildcard action and attaches no managed policy', () => {
    const actions = statementsOf(template).flatMap(actionsOf);
    expect(actions.length).toBeGreaterThan(50);
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
    const roles = resourcesOf(template, 'AWS::IAM::Role');
    expect(roles.filter(({ properties }) => properties.ManagedPolicyArns !== undefined)).toEqual([]);
  });

  it('grants on all resources only what AWS knows for no resource', () => {
    const everywhere = statementsOf(template).filter(({ Resource }) => Resource === '*');
    const known =
      /^(xray:|cloudwatch:DescribeAlarms$|ecr:GetAuthorizationToken$|sagemaker:ListModelPackageGroups$|logs:\w*(LogDelivery|LogDeliveries|ResourcePolic|DescribeLogGroups))/;
    expect(everywhere.flatMap(actionsOf).filter((action) => !known.test(action))).toEqual([]);
  });

  it('writes the inputs and outputs of every machine to its log, but for the one that is told tokens', () => {
    const machines = resourcesOf(template, 'AWS::StepFunctions::StateMachine').map(({ properties, resource }) => ({
      name: (resource.Metadata as { readonly machine: string }).machine,
      isToldTokens: JSON.stringify(properties.DefinitionString).includes('Task.Token'),
      logging: properties.LoggingConfiguration as { readonly IncludeExecutionData: boolean; readonly Level: string },
    }));
    expect(machines).toHaveLength(14);
    for (const { logging, isToldTokens } of machines) {
      expect(logging.Level).toBe('ALL');
      if (isToldTokens) expect(logging.IncludeExecutionData).toBe(false);
    }
    const unlogged = machines.filter(({ logging }) => !logging.IncludeExecutionData);
    expect(unlogged.map((machine) => machine.name)).toEqual(['promote']);
    expect(machines.filter(({ isToldTokens }) => isToldTokens)).toHaveLength(name === 'prod' ? 1 : 0);
  });

  it('lets one step delete, files and entries of tables and ledgers alone, and those of pull requests, whose buckets go with them', () => {
    const deleting = statementsOf(template).filter((statement) =>
      actionsOf(statement).some((action) => /^s3:Delete/.test(action)),
    );
    const resources = deleting.map(({ Resource }) => [Resource].flat().map((one) => JSON.stringify(one)));
    const ofTables = resources.filter((all) => all.length > 1);
    expect(ofTables).toHaveLength(1);
    const dead = /"(Bronze|Silver|Gold)Bucket".*"\/\*\/[a-z]+\/(\*\.parquet|_delta_log\/\*\.json)"/;
    expect(ofTables.flat().filter((one) => !dead.test(one))).toEqual([
      JSON.stringify({ 'Fn::Join': ['', [{ 'Fn::GetAtt': ['SilverBucket', 'Arn'] }, '/*/ledger/*']] }),
    ]);
    const buckets = resources.filter((all) => all.length === 1).flat();
    expect(buckets).toHaveLength(name === 'dev' ? 2 : 0);
    for (const bucket of buckets) expect(bucket).toMatch(/:s3:::pr-\*-forecasting-dev-\*/);
  });

  it('keeps the ids by which CloudFormation knows what holds data', () => {
    const stateful = ['AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::SNS::Topic'].flatMap((type) =>
      resourcesOf(template, type),
    );
    expect(stateful.map(({ id }) => id).sort()).toEqual([
      'AccessLogsBucket',
      'ArtifactsBucket',
      'AuditKey',
      'BronzeBucket',
      'DataKey',
      'GoldBucket',
      'LandingBucket',
      'NotificationTopic',
      'SigningKey',
      'SilverBucket',
    ]);
  });

  it('keeps or deletes what holds data as the literal says, whether the stack is deleted or the resource replaced', () => {
    // A first deployment that fails leaves nothing behind, and so can be repeated.
    const kept = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' };
    const policy = name === 'dev' ? { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' } : kept;
    for (const type of ['AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::Logs::LogGroup']) {
      for (const { resource } of resourcesOf(template, type)) expect(resource).toMatchObject(policy);
    }
  });

  it('gives a name of its own to machines, their logs, alarms, the dashboard, the group of schedules, the roles that another account takes, and what the policies of people name, each with the name of the stack in it', () => {
    const named = Object.entries(template.Resources).flatMap(([, { Type, Properties = {} }]) =>
      Object.entries(Properties).flatMap(([property, value]) =>
        isNameOf(Type, property) ? [{ property: `${Type} ${property}`, value: JSON.stringify(value) }] : [],
      ),
    );
    const alarms = ['AWS::CloudWatch::Alarm AlarmName', 'AWS::CloudWatch::CompositeAlarm AlarmName'];
    const pages = ['AWS::CloudWatch::Dashboard DashboardName', 'AWS::Logs::LogGroup LogGroupName'];
    const scheduled = ['AWS::Scheduler::Schedule GroupName', 'AWS::Scheduler::ScheduleGroup Name'];
    const machines = ['AWS::StepFunctions::StateMachine StateMachineName'];
    const taken = ['AWS::Glue::Table DatabaseName', 'AWS::IAM::Role RoleName'];
    const answered = name === 'prod' ? ['AWS::Lambda::Function FunctionName'] : [];
    const owned = [
      ...answered,
      ...alarms,
      ...taken,
      ...pages,
      ...(name === 'dev' ? [] : scheduled),
      ...machines,
    ].sort();
    expect([...new Set(named.map(({ property }) => property))].sort()).toEqual(owned);
    for (const { value } of named) expect(value).toMatch(new RegExp(`forecasting[-_]${name}[-"]`));
  });

  it("keeps no name that a later stack of the environment needs: a machine's log is named by the stack's own id", () => {
    const names = resourcesOf(template, 'AWS::Logs::LogGroup').flatMap(({ properties }) =>
      properties.LogGroupName === undefined ? [] : [properties.LogGroupName],
    );
    const id = { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] };
    expect(names).toHaveLength(14);
    expect(names).toContainEqual({
      'Fn::Join': ['', [`/aws/vendedlogs/states/forecasting-${name}-train-`, id]],
    });
    for (const each of names) expect(JSON.stringify(each)).toContain(JSON.stringify(id));
    // Whatever else is kept is named by CloudFormation.
  });

  it("tells where everything is, and exports none of it: an export would be the whole account's", () => {
    const { Outputs } = template as unknown as { Outputs: Record<string, { Value: unknown; Export?: unknown }> };
    expect(Object.values(Outputs).filter(({ Export }) => Export !== undefined)).toEqual([]);
    const values = Object.entries(Outputs).map(([output, { Value }]) => [output, Value] as const);
    const isOfOthers = (output: string) => output.startsWith('LandingOf') && output !== 'LandingOfWeather';
    expect(Object.fromEntries(values.filter(([output]) => !isOfOthers(output)))).toEqual({
      LandingOfWeather: { 'Fn::Join': ['', ['s3://', { Ref: 'LandingBucket' }, '/weather/temperatures.csv']] },
      LandingBucketName: { Ref: 'LandingBucket' },
      BronzeBucketName: { Ref: 'BronzeBucket' },
      SilverBucketName: { Ref: 'SilverBucket' },
      GoldBucketName: { Ref: 'GoldBucket' },
      ArtifactsBucketName: { Ref: 'ArtifactsBucket' },
      TrainMachineArn: { Ref: expect.stringMatching(/^Machinestrain/) },
      PromoteMachineArn: { Ref: expect.stringMatching(/^Machinespromote/) },
      RefreshMachineArn: { Ref: expect.stringMatching(/^Machinesrefresh/) },
      RetrainMachineArn: { Ref: expect.stringMatching(/^Machinesretrain/) },
      RollBackMachineArn: { Ref: expect.stringMatching(/^Machinesrollback/) },
      RuleMachineArn: { Ref: expect.stringMatching(/^Machinesrule/) },
      ForecastMachineArn: { Ref: expect.stringMatching(/^Machinesforecast/) },
      EvaluateMachineArn: { Ref: expect.stringMatching(/^Machinesevaluate/) },
      MaintainMachineArn: { Ref: expect.stringMatching(/^Machinesmaintain/) },
      MonitorMachineArn: { Ref: expect.stringMatching(/^Machinesmonitor/) },
      PipelineMachineArn: { Ref: expect.stringMatching(/^Machinespipeline/) },
      ReplayMachineArn: { Ref: expect.stringMatching(/^Machinesreplay/) },
      SmokeMachineArn: { Ref: expect.stringMatching(/^Machinessmoke/) },
      ReceiveMachineArn: { Ref: expect.stringMatching(/^Machinesreceive/) },
      DataKeyArn: { 'Fn::GetAtt': ['DataKey', 'Arn'] },
      NotificationTopicArn: { Ref: 'NotificationTopic' },
      SigningKeyRing: ringOf('SigningKey'),
      AuditKeyRing: ringOf('AuditKey'),
      ...(name === 'prod' ? { ApproversPolicy: { 'Fn::Join': ['', expect.any(Array)] } } : {}),
    });
  });

  it('keeps every log for a limited time', () => {
    const days = { dev: 14, staging: 30, prod: 365 }[name];
    const groups = resourcesOf(template, 'AWS::Logs::LogGroup');
    expect(groups.length).toBeGreaterThan(15);
    for (const { properties } of groups) expect(properties.RetentionInDays).toBe(days);
  });
});

describe('account numbers', () => {
  it('stand in environments/ and nowhere else in the code', () => {
    const elsewhere = ['node_modules', 'environments', 'test', 'docs', 'out', 'cdk.out', 'coverage'];
    const folders = readdirSync('.', { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !elsewhere.includes(entry.name))
      .map(({ name }) => name);
    expect(folders).toContain('hosts');
    const found = folders.flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .filter((file) => /(?<![\d.])(?!0{12})\d{12}(?!\d)/.test(readFileSync(`${folder}/${file}`, 'utf8')))
        .map((file) => `${folder}/${file}`),
    );
    expect(found).toEqual([]);
  });
});
