import type { Key } from 'aws-cdk-lib/aws-kms';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { ENVIRONMENT_VARIABLES } from '../../core/contracts/environment-variables.ts';
import { pinLogicalId } from '../cfn-resource.ts';

export interface NotificationsProps {
  readonly emails: readonly string[];
  readonly key: Key;
}

/** Where the platform tells people that something happened. */
export class Notifications extends Construct {
  private readonly topic: Topic;
  private readonly key: Key;

  constructor(scope: Construct, id: string, { emails, key }: NotificationsProps) {
    super(scope, id);
    this.key = key;
    this.topic = new Topic(this, 'Topic', { masterKey: key, enforceSSL: true });
    pinLogicalId(this.topic, 'NotificationTopic');
    for (const email of emails) this.topic.addSubscription(new EmailSubscription(email));
  }

  get topicArn(): string {
    return this.topic.topicArn;
  }

  /** The function may publish, and knows the topic. */
  grantPublish(lambda: LambdaFunction): void {
    Grant.addToPrincipal({ grantee: lambda, actions: ['sns:Publish'], resourceArns: [this.topic.topicArn] });
    // SNS encrypts with the caller's rights: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    const actions = ['kms:Decrypt', 'kms:GenerateDataKey'];
    Grant.addToPrincipal({ grantee: lambda, actions, resourceArns: [this.key.keyArn] });
    lambda.addEnvironment(ENVIRONMENT_VARIABLES.topicArn, this.topic.topicArn);
  }
}
