import { Key } from 'aws-cdk-lib/aws-kms';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Grant, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { AlarmBase } from 'aws-cdk-lib/aws-cloudwatch';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { ENVIRONMENT_VARIABLES } from '../../core/contracts/environment-variables.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import { pinLogicalId } from '../cfn-resource.ts';
import { addChannel } from './chat.ts';

export interface NotificationsProps {
  readonly environment: Pick<PlatformEnvironment, 'notifications' | 'operations'>;
  /** Of a topic of the stack; one that exists has its own, or none. */
  readonly key: IKey;
}

/** Where the platform tells people that something happened. */
export class Notifications extends Construct {
  private readonly topic: ITopic;
  private readonly key: IKey | undefined;
  private readonly isChat: boolean;

  constructor(scope: Construct, id: string, { environment, key }: NotificationsProps) {
    super(scope, id);
    const { notifications, operations } = environment;
    const { chat } = operations;
    this.isChat = chat !== 'none';
    if ('emails' in notifications) {
      this.key = key;
      this.topic = ownTopic(this, key);
      for (const email of notifications.emails) this.topic.addSubscription(new EmailSubscription(email));
    } else {
      const { topicArn, topicKeyArn } = notifications;
      this.topic = Topic.fromTopicArn(this, 'Topic', topicArn);
      this.key = topicKeyArn === 'none' ? undefined : Key.fromKeyArn(this, 'TopicKey', topicKeyArn);
    }
    if (chat !== 'none') addChannel(this, chat, this.topic);
  }

  get topicArn(): string {
    return this.topic.topicArn;
  }

  /** The function may publish, and knows the topic. */
  grantPublish(lambda: LambdaFunction): void {
    Grant.addToPrincipal({ grantee: lambda, actions: ['sns:Publish'], resourceArns: [this.topic.topicArn] });
    if (this.key !== undefined) {
      // SNS encrypts with the caller's rights: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
      Grant.addToPrincipal({ grantee: lambda, actions: USE_KEY, resourceArns: [this.key.keyArn] });
    }
    lambda.addEnvironment(ENVIRONMENT_VARIABLES.topicArn, this.topic.topicArn);
    if (this.isChat) lambda.addEnvironment(ENVIRONMENT_VARIABLES.notificationFormat, 'chat');
  }

  /** People are told when the alarm turns red. Of a topic that exists, its owner has to let CloudWatch publish. */
  tellOf(alarm: AlarmBase): void {
    alarm.addAlarmAction(new SnsAction(this.topic));
  }

  /** What is made only once the topic takes messages waits for that. */
  waitFor(construct: IConstruct): void {
    construct.node.addDependency(this);
  }
}

const USE_KEY = ['kms:Decrypt', 'kms:GenerateDataKey'];

/**
 * The topic of the stack. Alarms and budgets of the account may use it: a topic policy of one's own replaces the default one, and without the
 * key their messages vanish in silence.
 */
function ownTopic(scope: Construct, key: IKey): Topic {
  const topic = new Topic(scope, 'Topic', { masterKey: key, enforceSSL: true });
  pinLogicalId(topic, 'NotificationTopic');
  const principals = ['cloudwatch', 'budgets'].map((service) => new ServicePrincipal(`${service}.amazonaws.com`));
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsAndBudgetsOfThisAccount',
      principals,
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
  // As CloudWatch documents it: whose alarm it is, the topic's policy asks.
  key.addToResourcePolicy(
    new PolicyStatement({ sid: 'AlarmsAndBudgets', principals, actions: USE_KEY, resources: ['*'] }),
  );
  return topic;
}
