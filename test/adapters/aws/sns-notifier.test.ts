import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { snsNotifier } from '../../../adapters/aws/sns-notifier.ts';

const TOPIC = 'arn:aws:sns:eu-central-1:000000000000:topic';

async function published(subject: string, message: string) {
  const sns = mockClient(SNSClient);
  sns.on(PublishCommand).resolves({});
  await snsNotifier(new SNSClient({ region: 'eu-central-1' }), TOPIC).notify(subject, message);
  return sns.commandCalls(PublishCommand)[0].args[0].input;
}

describe('snsNotifier', () => {
  it('publishes to the topic', async () => {
    expect(await published('train failed', 'why')).toEqual({
      TopicArn: TOPIC,
      Subject: 'train failed',
      Message: 'why',
    });
  });

  it('keeps the subject to what SNS accepts: one line of 100 printable ASCII characters', async () => {
    expect((await published('a\nb\u00fcc', 'why')).Subject).toBe('a b c');
    expect((await published('x'.repeat(101), 'why')).Subject).toHaveLength(100);
  });

  it('cuts a message at 256 KiB, and never inside a character', async () => {
    const { Message = '' } = await published('s', `a${'\u00e4'.repeat(140_000)}`);
    expect(Message).toBe(`a${'\u00e4'.repeat(131_071)}`);
  });

  it('tells a chat channel in the form that it shows, and mail readers the text', async () => {
    const sns = mockClient(SNSClient);
    sns.on(PublishCommand).resolves({});
    const { notify } = snsNotifier(new SNSClient({ region: 'eu-central-1' }), TOPIC, 'chat');
    await notify('train failed: "x"', 'why\n\nrun r');
    const { Message = '', ...input } = sns.commandCalls(PublishCommand)[0].args[0].input;
    expect(input).toEqual({ TopicArn: TOPIC, Subject: 'train failed: "x"', MessageStructure: 'json' });
    const { https, ...others } = JSON.parse(Message) as { https: string };
    expect(others).toEqual({ default: 'why\n\nrun r' });
    expect(JSON.parse(https)).toEqual({
      version: '1.0',
      source: 'custom',
      content: { textType: 'client-markdown', title: 'train failed: "x"', description: 'why\n\nrun r' },
    });
  });

  it('cuts a message for chat and mail together at what SNS takes', async () => {
    const sns = mockClient(SNSClient);
    sns.on(PublishCommand).resolves({});
    await snsNotifier(new SNSClient({ region: 'eu-central-1' }), TOPIC, 'chat').notify('s', '\u0001'.repeat(300_000));
    const { Message = '' } = sns.commandCalls(PublishCommand)[0].args[0].input;
    expect(new TextEncoder().encode(Message).length).toBeLessThan(256 * 1024);
  });

  it('passes on that SNS refused', async () => {
    const sns = mockClient(SNSClient);
    sns.on(PublishCommand).rejects(new Error('throttled'));
    const { notify } = snsNotifier(new SNSClient({ region: 'eu-central-1' }), TOPIC);
    await expect(notify('s', 'm')).rejects.toThrow('throttled');
  });
});
