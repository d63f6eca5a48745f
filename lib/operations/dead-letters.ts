import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** Holds what could not be started although it was tried for a day. */
export function newDeadLetters(scope: Construct): Queue {
  return new Queue(scope, 'DeadLetters', {
    // SQS's own key: what lies in it is the name of a data set, and nothing that starts a machine needs rights on the data's key.
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
}
