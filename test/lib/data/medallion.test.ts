import { describe, expect, it } from '@jest/globals';
import { resourcesOf, statementsOf, templateOf } from '../support.ts';

const template = templateOf('prod');
const buckets = resourcesOf(template, 'AWS::S3::Bucket');
const layers = buckets.filter(({ id }) => id !== 'AccessLogsBucket');

describe('the buckets of the layers', () => {
  it('are encrypted with the data key, versioned, private, and log who reads them', () => {
    expect(layers.map(({ id }) => id)).toHaveLength(5);
    for (const { id, properties } of layers) {
      expect(properties).toMatchObject({
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            {
              BucketKeyEnabled: true,
              ServerSideEncryptionByDefault: {
                SSEAlgorithm: 'aws:kms',
                KMSMasterKeyID: { 'Fn::GetAtt': ['DataKey', 'Arn'] },
              },
            },
          ],
        },
        VersioningConfiguration: { Status: 'Enabled' },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        LoggingConfiguration: {
          DestinationBucketName: { Ref: 'AccessLogsBucket' },
          LogFilePrefix: `${id.replace('Bucket', '').toLowerCase()}/`,
        },
      });
    }
  });

  it('refuse what does not come over TLS', () => {
    const policies = resourcesOf(template, 'AWS::S3::BucketPolicy');
    expect(policies).toHaveLength(6);
    for (const { properties } of policies) {
      expect(JSON.stringify(properties)).toContain(
        '"Action":"s3:*","Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny"',
      );
    }
  });

  it('move objects to cold storage, and expire superseded versions and, in the landing bucket alone, deliveries', () => {
    const rules = Object.fromEntries(
      layers.map(({ id, properties }) => [id, (properties.LifecycleConfiguration as { Rules: object[] }).Rules[0]]),
    );
    expect(rules.LandingBucket).toMatchObject({
      Transitions: [{ StorageClass: 'GLACIER_IR', TransitionInDays: 90 }],
      ExpirationInDays: 1825,
      NoncurrentVersionExpiration: { NoncurrentDays: 90 },
    });
    // The runbook restores the first version of an artifact, however late somebody notices that it was changed.
    expect(rules.ArtifactsBucket).not.toHaveProperty('NoncurrentVersionExpiration');
    for (const id of ['BronzeBucket', 'SilverBucket', 'GoldBucket', 'ArtifactsBucket']) {
      expect(rules[id]).toMatchObject({ Transitions: [{ StorageClass: 'GLACIER_IR', TransitionInDays: 180 }] });
      expect(rules[id]).not.toHaveProperty('ExpirationInDays');
    }
  });
});

describe('the bucket of the access logs', () => {
  it('is encrypted by S3 itself, because S3 delivers logs to no bucket with a KMS key', () => {
    const logs = buckets.find(({ id }) => id === 'AccessLogsBucket');
    expect(JSON.stringify(logs?.properties.BucketEncryption)).toContain('"SSEAlgorithm":"AES256"');
  });
});

describe('the data key', () => {
  it('rotates', () => {
    expect(resourcesOf(template, 'AWS::KMS::Key')[0].properties).toMatchObject({ EnableKeyRotation: true });
  });
});

describe('the rights of a step', () => {
  const objects = (bucket: string, ...keys: readonly string[]) =>
    keys.map((key) => ({ 'Fn::Join': ['', [{ 'Fn::GetAtt': [bucket, 'Arn'] }, `/${key}`]] }));
  const [OBSERVATIONS, DELIVERIES, FORMAT] = ['*/observations/*', '*/deliveries.json', 'format.json'];
  const [REFUSED, RULINGS] = ['*/refused/*', '*/rulings/*'];

  it('are to read and list the keys that its row reads, write those that it writes, and use the key for both', () => {
    const ingest = statementsOf(template, 'Stepsingest').filter(({ Action }) =>
      /s3:|kms:/.test(JSON.stringify(Action)),
    );
    const bronze = [DELIVERIES, OBSERVATIONS, REFUSED, RULINGS];
    expect(ingest).toEqual(
      expect.arrayContaining([
        {
          Action: 's3:GetObject',
          Effect: 'Allow',
          Resource: [...objects('BronzeBucket', ...bronze, FORMAT), ...objects('LandingBucket', '*')],
        },
        {
          Action: 's3:ListBucket',
          Condition: { StringLike: { 's3:prefix': [...bronze, FORMAT] } },
          Effect: 'Allow',
          Resource: { 'Fn::GetAtt': ['BronzeBucket', 'Arn'] },
        },
        {
          Action: 's3:PutObject',
          Effect: 'Allow',
          Resource: objects('BronzeBucket', DELIVERIES, OBSERVATIONS, REFUSED, FORMAT),
        },
        {
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Effect: 'Allow',
          Resource: { 'Fn::GetAtt': ['DataKey', 'Arn'] },
        },
      ]),
    );
    expect(ingest).toHaveLength(5);
  });

  it('do not include the key for writing where a step only reads', () => {
    const select = statementsOf(template, 'Stepsselect').filter(({ Action }) =>
      JSON.stringify(Action).includes('kms:'),
    );
    expect(select.map(({ Action }) => Action)).toEqual(['kms:Decrypt']);
  });
});
