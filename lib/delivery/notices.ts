import { Rule, RuleTargetInput, EventField } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { DeliveryEnvironment } from '../../environments/delivery-environment.ts';
import { pinLogicalId } from '../cfn-resource.ts';

export interface NoticesProps {
  readonly notifications: DeliveryEnvironment['notifications'];
  readonly approval: DeliveryEnvironment['approval'];
  readonly key: IKey;
}

/** Who is told what: a failed stage those of the notifications, a waiting release those who are to approve it. */
export class Notices extends Construct {
  readonly approvals: ITopic;
  private readonly failures: ITopic;

  constructor(scope: Construct, id: string, { notifications, approval, key }: NoticesProps) {
    super(scope, id);
    this.approvals = topicFor(this, 'Approvals', { emails: approval.emails, key });
    this.failures =
      'emails' in notifications
        ? topicFor(this, 'Failures', { emails: notifications.emails, key })
        : Topic.fromTopicArn(this, 'Failures', notifications.topicArn);
  }

  /** One message a failed stage, whatever failed in it. */
  tellFailures(pipelines: readonly string[]): void {
    new Rule(this, 'StageFailed', {
      description: 'A stage of the delivery has failed',
      eventPattern: failedStage(pipelines),
      targets: [
        new SnsTopic(this.failures, {
          message: RuleTargetInput.fromText(
            `${EventField.fromPath('$.detail.pipeline')}: the stage ${EventField.fromPath('$.detail.stage')} has failed. Execution ${EventField.fromPath('$.detail.execution-id')}`,
          ),
        }),
      ],
    });
  }
}

/** @param stage without it, any */
export function failedStage(pipelines: readonly string[], stage?: string) {
  return {
    source: ['aws.codepipeline'],
    detailType: ['CodePipeline Stage Execution State Change'],
    detail: { pipeline: [...pipelines], state: ['FAILED'], ...(stage === undefined ? {} : { stage: [stage] }) },
  };
}

interface TopicProps {
  readonly emails: readonly string[];
  readonly key: IKey;
}

function topicFor(scope: Construct, id: string, { emails, key }: TopicProps): Topic {
  const topic = new Topic(scope, id, { masterKey: key, enforceSSL: true });
  pinLogicalId(topic, `${id}Topic`);
  for (const email of emails) topic.addSubscription(new EmailSubscription(email));
  return topic;
}
