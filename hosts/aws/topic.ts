import { SNSClient } from '@aws-sdk/client-sns';
import { snsNotifier } from '../../adapters/aws/sns-notifier.ts';
import type { Notifier } from '../../core/ports.ts';

export function topicNotifier(arn: string, format: 'mail' | 'chat'): Notifier {
  return snsNotifier(new SNSClient({}), arn, format);
}
