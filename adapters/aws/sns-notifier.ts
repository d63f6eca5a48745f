import { PublishCommand } from '@aws-sdk/client-sns';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { Notifier } from '../../core/ports.ts';

/** SNS's limits: a subject of at most 100 printable ASCII characters on one line, a message of at most 256 KiB. */
const SUBJECT_CHARACTERS = 100;
const MESSAGE_BYTES = 256 * 1024;

/** Publishes to a topic; what is too long is cut, because a notification that SNS refuses tells nobody anything. */
export function snsNotifier(client: SNSClient, topicArn: string): Notifier {
  return {
    async notify(subject, message) {
      await client.send(
        new PublishCommand({
          TopicArn: topicArn,
          Subject: subject.replace(/[^\x20-\x7e]+/g, ' ').slice(0, SUBJECT_CHARACTERS),
          Message: cut(message),
        }),
      );
    },
  };
}

/** Never in the middle of a character: the decoder drops an incomplete one in a stream. */
function cut(message: string): string {
  const bytes = new TextEncoder().encode(message);
  return new TextDecoder().decode(bytes.subarray(0, MESSAGE_BYTES), { stream: true });
}
