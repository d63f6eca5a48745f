import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Stack } from 'aws-cdk-lib/core';
import { Pass, DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import { deliveredFiles } from '../../../core/ingest/deliveries.ts';
import { Deliveries } from '../../../lib/operations/deliveries.ts';
import { platformApp } from '../../../lib/synthesize.ts';
import type { Template } from '../../../local/platform/template.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { DAILY } from '../../support/dataset.ts';
import { resourcesOf, stackOf, templateOf } from '../support.ts';
import { dev } from '../../../environments/dev.ts';

const FOLDER = await temporaryFolder();
let stacks = 0;

const START = { start: 'monitor', withinMinutes: 5 } as const;

/** What is made for the data sets, in a stack of its own. */
function deliveriesOf(...datasets: readonly Dataset[]) {
  const app = platformApp({ outdir: join(FOLDER, String((stacks += 1))) });
  const stack = new Stack(app, 'stack');
  let announced = 0;
  const definitionBody = DefinitionBody.fromChainable(new Pass(stack, 'Pass'));
  const { deadLetters } = new Deliveries(stack, 'Deliveries', {
    medallion: { bucketName: () => 'the-landing-bucket', announceLandings: () => void (announced += 1) },
    receive: { stateMachine: new StateMachine(stack, 'Machine', { definitionBody }) },
    datasets,
    deadLetters: undefined,
  });
  const template: Template = app.synth().getStackByName('stack').template;
  return { rules: resourcesOf(template, 'AWS::Events::Rule'), template, announced, deadLetters };
}

function keyPattern(dataset: Dataset) {
  const { EventPattern } = deliveriesOf(dataset).rules[0].properties as {
    readonly EventPattern: { readonly detail: { readonly object: { readonly key: readonly Matcher[] } } };
  };
  return EventPattern.detail.object.key;
}

type Matcher = string | { readonly prefix: string } | { readonly wildcard: string };

/** As EventBridge reads them: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
function matches(key: string, matcher: Matcher): boolean {
  if (typeof matcher === 'string') return key === matcher;
  if ('prefix' in matcher) return key.startsWith(matcher.prefix);
  const literals = matcher.wildcard
    .split(/(?<!\\)\*/)
    .map((part) => part.replaceAll(/\\(.)/g, '$1').replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literals.join('.*')}$`, 's').test(key);
}

const KEYS = [
  'weather',
  'weather/',
  'weather/a.csv',
  'weather/deep/b.csv',
  'weather/_SUCCESS',
  'weather/.hidden/c.csv',
  'weather2/a.csv',
  'other/weather/a.csv',
];

describe('what lands', () => {
  it.each(['weather', 'weather/', 'weather/a.csv'])(
    'is told of where it is a delivery of the source %s, and nothing from outside of it',
    (prefix) => {
      const pattern = keyPattern({ ...DAILY, source: { format: 'csv', prefix }, onDelivery: START });
      const told = KEYS.filter((key) => pattern.some((matcher) => matches(key, matcher)));
      const objects = KEYS.map((key) => ({ key, sizeBytes: 1, modifiedAtMs: 0, tag: '1' }));
      expect(told).toEqual(expect.arrayContaining(deliveredFiles(objects, prefix).map(({ key }) => key)));
      expect(told.filter((key) => !key.startsWith('weather/') && key !== 'weather')).toEqual([]);
    },
  );

  it('is told of once a commit of a Delta table, and not for its data files', () => {
    const pattern = keyPattern({ ...DAILY, source: { format: 'delta', prefix: 'we*ther' }, onDelivery: START });
    const told = [
      'we*ther/_delta_log/00000000000000000003.json',
      'we*ther/_delta_log/00000000000000000003.checkpoint.parquet',
      'we*ther/_delta_log/_last_checkpoint',
      'we*ther/part-0.snappy.parquet',
      'weather/_delta_log/00000000000000000003.json',
    ].filter((key) => pattern.some((matcher) => matches(key, matcher)));
    expect(told).toEqual(['we*ther/_delta_log/00000000000000000003.json']);
  });

  it("is told to the machine with the data set's words, and lies in the queue where that cannot be done", () => {
    const { rules, announced, template } = deliveriesOf({ ...DAILY, onDelivery: START });
    expect(announced).toBe(1);
    expect(rules[0].properties).toMatchObject({
      State: 'ENABLED',
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { bucket: { name: ['the-landing-bucket'] } },
      },
    });
    const [target] = rules[0].properties.Targets as readonly Readonly<Record<string, object>>[];
    expect(target.InputTransformer).toEqual({
      InputPathsMap: { time: '$.time', 'detail-object-key': '$.detail.object.key' },
      InputTemplate:
        '{"dataset":"weather","start":"monitor","withinMinutes":5,"folder":"weather/","at":<time>,"key":<detail-object-key>}',
    });
    expect(target.DeadLetterConfig).toEqual({ Arn: { 'Fn::GetAtt': ['DeliveriesDeadLetters27691B20', 'Arn'] } });
    expect(resourcesOf(template, 'AWS::SQS::Queue')).toHaveLength(1);
  });

  it('starts nothing where the data set says so', () => {
    const { template, announced, deadLetters } = deliveriesOf(DAILY);
    expect(Object.values(template.Resources).map(({ Type }) => Type)).not.toContain('AWS::Events::Rule');
    expect([announced, deadLetters]).toEqual([0, undefined]);
  });
});

describe('an environment', () => {
  it('lets what lands start work, with the queue of its schedules', () => {
    const prod = templateOf('prod');
    expect(resourcesOf(prod, 'AWS::Events::Rule')).toHaveLength(1);
    expect(resourcesOf(prod, 'AWS::SQS::Queue')).toHaveLength(1);
    const [landing] = resourcesOf(prod, 'AWS::S3::Bucket').filter(({ id }) => id === 'LandingBucket');
    expect(landing.properties.NotificationConfiguration).toEqual({
      EventBridgeConfiguration: { EventBridgeEnabled: true },
    });
  });

  it('or does not, whatever its data sets say', () => {
    expect(resourcesOf(templateOf('dev'), 'AWS::Events::Rule')).toEqual([]);
    expect(resourcesOf(templateOf('dev'), 'AWS::SQS::Queue')).toEqual([]);
  });

  it('has a queue of its own for them where nothing runs on a schedule, and the alarm on it', () => {
    const { template } = stackOf({ ...dev, onDelivery: 'as-the-data-set-says' });
    expect(resourcesOf(template, 'AWS::SQS::Queue')).toHaveLength(1);
    const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm').map(({ properties }) => properties.AlarmName);
    expect(alarms).toContain('forecasting-dev-A machine could not be started');
  });
});
