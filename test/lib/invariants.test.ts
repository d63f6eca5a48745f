import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { NAMES, actionsOf, resourcesOf, statementsOf, templateOf } from './support.ts';

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
      /^(xray:|ecr:GetAuthorizationToken$|logs:\w*(LogDelivery|LogDeliveries|ResourcePolic|DescribeLogGroups))/;
    expect(everywhere.flatMap(actionsOf).filter((action) => !known.test(action))).toEqual([]);
  });

  it('writes the inputs and outputs of every machine to its log, but for the one that is told tokens', () => {
    const machines = resourcesOf(template, 'AWS::StepFunctions::StateMachine').map(({ properties, resource }) => ({
      name: (resource.Metadata as { readonly machine: string }).machine,
      isToldTokens: JSON.stringify(properties.DefinitionString).includes('Task.Token'),
      logging: properties.LoggingConfiguration as { readonly IncludeExecutionData: boolean; readonly Level: string },
    }));
    expect(machines).toHaveLength(9);
    for (const { logging, isToldTokens } of machines) {
      expect(logging.Level).toBe('ALL');
      if (isToldTokens) expect(logging.IncludeExecutionData).toBe(false);
    }
    const unlogged = machines.filter(({ logging }) => !logging.IncludeExecutionData);
    expect(unlogged.map((machine) => machine.name)).toEqual(['promote']);
    expect(machines.filter(({ isToldTokens }) => isToldTokens)).toHaveLength(name === 'prod' ? 1 : 0);
  });

  it('lets nobody delete an object', () => {
    expect(
      statementsOf(template)
        .flatMap(actionsOf)
        .filter((action) => /^s3:Delete/.test(action)),
    ).toEqual([]);
  });

  it('keeps the ids by which CloudFormation knows what holds data', () => {
    const stateful = ['AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::SNS::Topic'].flatMap((type) =>
      resourcesOf(template, type),
    );
    expect(stateful.map(({ id }) => id).sort()).toEqual([
      'AccessLogsBucket',
      'ArtifactsBucket',
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
    const policy = name === 'dev' ? 'Delete' : 'Retain';
    for (const type of ['AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::Logs::LogGroup']) {
      for (const { resource } of resourcesOf(template, type)) {
        expect(resource).toMatchObject({ DeletionPolicy: policy, UpdateReplacePolicy: policy });
      }
    }
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
