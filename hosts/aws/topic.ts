import { SNSClient } from '@aws-sdk/client-sns';
import { snsNotifier } from '../../adapters/aws/sns-notifier.ts';
import type { Notifier } from '../../core/ports.ts';

export function topicNotifier(arn: string): Notifier {
  return snsNotifier(new SNSClient({}), arn);
}
