import { describe, expect, it } from '@jest/globals';
import { ENVIRONMENTS } from '../../../environments/index.ts';
import type { PlatformEnvironment } from '../../../environments/environment.ts';
import { COMPANY } from '../../support/company-environment.ts';
import { resourcesOf, stackOf, templateOf } from '../support.ts';

const { prod } = ENVIRONMENTS;
const withOperations = (operations: Partial<PlatformEnvironment['operations']>, environment = prod) =>
  stackOf({ ...environment, operations: { ...environment.operations, ...operations } }).template;

const CHAT = { slackWorkspaceId: 'T0123ABCD', slackChannelId: 'C0123ABCD' };
const formatsOf = (template: ReturnType<typeof templateOf>) =>
  resourcesOf(template, 'AWS::Lambda::Function').map(
    ({ properties }) =>
      (properties.Environment as { Variables: Record<string, unknown> }).Variables.NOTIFICATION_FORMAT,
  );

describe('the budget', () => {
  it('tells the topic at four fifths of it, and when the month is going to end above it', () => {
    const [{ properties }, ...others] = resourcesOf(templateOf('prod'), 'AWS::Budgets::Budget');
    expect(others).toEqual([]);
    const told = (NotificationType: string, Threshold: number) => ({
      Notification: { NotificationType, ComparisonOperator: 'GREATER_THAN', Threshold, ThresholdType: 'PERCENTAGE' },
      Subscribers: [{ SubscriptionType: 'SNS', Address: { Ref: 'NotificationTopic' } }],
    });
    expect(properties).toMatchObject({
      Budget: {
        BudgetName: 'forecasting-prod-Costs exceed the budget',
        BudgetType: 'COST',
        TimeUnit: 'MONTHLY',
        BudgetLimit: { Amount: 1000, Unit: 'USD' },
      },
      NotificationsWithSubscribers: [told('ACTUAL', 80), told('FORECASTED', 100)],
    });
  });

  it('is none where the literal has none', () => {
    expect(resourcesOf(withOperations({ monthlyBudgetDollars: 'none' }), 'AWS::Budgets::Budget')).toEqual([]);
  });
});

describe('the chat', () => {
  it('is none where the literal has none', () => {
    expect(resourcesOf(templateOf('prod'), 'AWS::Chatbot::SlackChannelConfiguration')).toEqual([]);
    expect(new Set(formatsOf(templateOf('prod')))).toEqual(new Set([undefined]));
  });

  it('hears what the topic says, and may do nothing', () => {
    const template = withOperations({ chat: CHAT });
    const [{ properties }] = resourcesOf(template, 'AWS::Chatbot::SlackChannelConfiguration');
    expect(properties).toMatchObject({
      SlackWorkspaceId: 'T0123ABCD',
      SlackChannelId: 'C0123ABCD',
      SnsTopicArns: [{ Ref: 'NotificationTopic' }],
    });
    expect(JSON.stringify(properties.GuardrailPolicies)).toBe(
      '[{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":iam::aws:policy/AWSDenyAll"]]}]',
    );
    const { Ref: role } = JSON.parse(
      JSON.stringify(properties.IamRoleArn).replace(/"Fn::GetAtt":\["(\w+)","Arn"\]/, '"Ref":"$1"'),
    ) as { Ref: string };
    expect(resourcesOf(template, 'AWS::IAM::Role').find(({ id }) => id === role)?.properties).not.toHaveProperty(
      'Policies',
    );
    expect(
      resourcesOf(template, 'AWS::IAM::Policy').filter(({ properties: p }) => JSON.stringify(p.Roles).includes(role)),
    ).toEqual([]);
  });

  it('is told to those who publish: what it does not know the form of, it drops', () => {
    expect(new Set(formatsOf(withOperations({ chat: CHAT })))).toEqual(new Set([undefined, 'chat']));
  });
});

describe('a topic that exists', () => {
  it('is told by alarms and the budget like one of ours', () => {
    const { template } = stackOf(COMPANY);
    const { topicArn } = COMPANY.notifications as { topicArn: string };
    const actions = resourcesOf(template, 'AWS::CloudWatch::Alarm').flatMap(
      ({ properties }) => properties.AlarmActions ?? [],
    );
    expect(new Set(actions)).toEqual(new Set([topicArn]));
    expect(JSON.stringify(resourcesOf(template, 'AWS::Budgets::Budget'))).toContain(topicArn);
  });
});

describe('the queue of the schedules', () => {
  it('is encrypted, and every schedule has it', () => {
    const [{ id, properties }] = resourcesOf(templateOf('prod'), 'AWS::SQS::Queue');
    expect(properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 });
    const schedules = resourcesOf(templateOf('prod'), 'AWS::Scheduler::Schedule');
    expect(schedules).toHaveLength(5);
    for (const { properties: schedule } of schedules) {
      expect(schedule.Target).toMatchObject({ DeadLetterConfig: { Arn: { 'Fn::GetAtt': [id, 'Arn'] } } });
    }
  });
});
