import { PublishCommand } from '@aws-sdk/client-sns';
import type { SNSClient } from '@aws-sdk/client-sns';
import { visible } from '../../core/contracts/visible.ts';
import type { Notifier } from '../../core/ports.ts';

/** SNS's limits: a subject of at most 100 printable ASCII characters on one line, a message of at most 256 KiB. */
const SUBJECT_CHARACTERS = 100;
const MESSAGE_BYTES = 256 * 1024;

/** Of a chat message's title and text; SNS counts the whole document, in which the text stands twice. */
const CHAT_TITLE_CHARACTERS = 250;
const CHAT_CHARACTERS = 8000;

/**
 * Publishes to a topic; what is too long is cut, because a notification that SNS refuses tells nobody anything; every character can be seen.
 *
 * @param format 'chat' where a chat channel listens as well, over HTTPS
 */
export function snsNotifier(client: SNSClient, topicArn: string, format: 'mail' | 'chat' = 'mail'): Notifier {
  return {
    async notify(asSaid, body) {
      const [subject, message] = [asSaid, body].map(visible);
      const text = format === 'mail' ? { Message: cut(message) } : chatMessage(subject, message);
      await client.send(
        new PublishCommand({
          TopicArn: topicArn,
          Subject: subject.replace(/[^\x20-\x7e]+/g, ' ').slice(0, SUBJECT_CHARACTERS),
          ...text,
        }),
      );
    },
  };
}

/**
 * Of all that comes over HTTPS, Amazon Q in chat shows what has a form that it knows, and drops the rest in silence:
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
function chatMessage(subject: string, message: string) {
  const content = {
    textType: 'client-markdown',
    title: subject.slice(0, CHAT_TITLE_CHARACTERS),
    description: message.slice(0, CHAT_CHARACTERS),
  };
  const https = JSON.stringify({ version: '1.0', source: 'custom', content });
  // JSON may write a character in six bytes, and a quote in two.
  const Message = JSON.stringify({ default: message.slice(0, MESSAGE_BYTES / 8), https });
  return { Message, MessageStructure: 'json' };
}

/** Never in the middle of a character: the decoder drops an incomplete one in a stream. */
function cut(message: string): string {
  const bytes = new TextEncoder().encode(message);
  return new TextDecoder().decode(bytes.subarray(0, MESSAGE_BYTES), { stream: true });
}
