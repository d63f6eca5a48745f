import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { GetPublicKeyCommand, KMSClient, SignCommand, VerifyCommand } from '@aws-sdk/client-kms';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { p256 } from '@noble/curves/nist.js';
import { mockClient } from 'aws-sdk-client-mock';
import type { PlatformEnvironment } from '../../../environments/environment.ts';
import type { Recorder } from './recorder.ts';

/** KMS in memory: a key of its own for every ARN that is asked for. */
export function keysInMemory(recorder: Recorder): void {
  const pairs = new Map<string, { readonly publicKey: KeyObject; readonly privateKey: KeyObject }>();
  const pairOf = (arn: string) => {
    const pair = pairs.get(arn) ?? generateKeyPairSync('ec', { namedCurve: 'P-256' });
    pairs.set(arn, pair);
    return pair;
  };
  const asked = (action: string, arn = '') => {
    recorder.note({ action: `kms:${action}`, resource: arn });
    return pairOf(arn);
  };
  const mock = mockClient(KMSClient).rejects(new Error('a call of KMS that record/services.ts does not know'));
  mock.on(GetPublicKeyCommand).callsFake(({ KeyId }: GetPublicKeyCommand['input']) => ({
    PublicKey: asked('GetPublicKey', KeyId).publicKey.export({ type: 'spki', format: 'der' }),
  }));
  mock.on(SignCommand).callsFake(({ KeyId, Message = new Uint8Array() }: SignCommand['input']) => {
    const secret = Buffer.from(String(asked('Sign', KeyId).privateKey.export({ format: 'jwk' }).d), 'base64url');
    return { Signature: p256.sign(Message, secret, { prehash: false, format: 'der' }) };
  });
  mock.on(VerifyCommand).callsFake(({ KeyId, Message, Signature }: VerifyCommand['input']) => {
    const { x, y } = asked('Verify', KeyId).publicKey.export({ format: 'jwk' });
    const point = Buffer.concat([Buffer.from([4]), ...[x, y].map((one) => Buffer.from(String(one), 'base64url'))]);
    const [signature, message] = [Signature, Message].map((bytes) => bytes ?? new Uint8Array());
    return {
      SignatureValid: p256.verify(signature, message, point, { prehash: false, format: 'der', lowS: false }),
    };
  });
}

/** SNS asks the topic's key in the name of whoever publishes. */
export function topicInMemory(recorder: Recorder, topicKeyArn: string | undefined, region: string): void {
  const mock = mockClient(SNSClient).rejects(new Error('a call of SNS that record/services.ts does not know'));
  mock.on(PublishCommand).callsFake(({ TopicArn = '' }: PublishCommand['input']) => {
    recorder.note({ action: 'sns:Publish', resource: TopicArn });
    if (topicKeyArn !== undefined) {
      const context = { 'kms:ViaService': `sns.${region}.amazonaws.com` };
      recorder.note(
        ...['kms:GenerateDataKey', 'kms:Decrypt'].map((action) => ({ action, resource: topicKeyArn, context })),
      );
    }
    return {};
  });
}

/** Nobody answers at the tracking server that its secret is for. */
export function secretsInMemory(recorder: Recorder, { tracking, account, region }: PlatformEnvironment): void {
  const mock = mockClient(SecretsManagerClient).rejects(
    new Error('a call of Secrets Manager that record/services.ts does not know'),
  );
  if (tracking === 'files' || tracking.secret === 'none') return;
  const { secret, secretKeyArn } = tracking;
  const arn = secret.startsWith('arn:')
    ? secret
    : `arn:aws:secretsmanager:${region}:${account}:secret:${secret}-AbCdEf`;
  mock.on(GetSecretValueCommand).callsFake(() => {
    recorder.note({ action: 'secretsmanager:GetSecretValue', resource: arn });
    if (secretKeyArn.startsWith('arn:')) {
      const context = {
        'kms:ViaService': `secretsmanager.${region}.amazonaws.com`,
        'kms:EncryptionContext:SecretARN': arn,
      };
      recorder.note({ action: 'kms:Decrypt', resource: secretKeyArn, context });
    }
    return { SecretString: '{"token":"any"}' };
  });
}

/** All alarms are green. */
export function alarmsInMemory(recorder: Recorder): void {
  const mock = mockClient(CloudWatchClient).rejects(
    new Error('a call of CloudWatch that record/services.ts does not know'),
  );
  mock.on(DescribeAlarmsCommand).callsFake(() => {
    recorder.note({ action: 'cloudwatch:DescribeAlarms', resource: '*' });
    return { MetricAlarms: [], CompositeAlarms: [] };
  });
}
