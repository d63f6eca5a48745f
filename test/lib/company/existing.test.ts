import { describe, expect, it } from '@jest/globals';
import { COMPANY } from '../../support/company-environment.ts';
import { actionsOf, resourcesOf, stackOf, statementsIn, statementsOf } from '../support.ts';
import { companyTemplate } from './template.ts';

const KEY = 'arn:aws:kms:eu-central-1:777788889999:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const TOPIC = 'arn:aws:sns:eu-central-1:777788889999:acme-mlops';
const TOPIC_KEY = 'arn:aws:kms:eu-central-1:777788889999:key/mrk-1234abcd12ab34cd56ef1234567890ab';
const template = companyTemplate();

function variablesOf(step: string): Readonly<Record<string, unknown>> {
  const found = resourcesOf(template, 'AWS::Lambda::Function').find(
    ({ resource }) => (resource.Metadata as { readonly step: string }).step === step,
  );
  return (found?.properties.Environment as { readonly Variables: Readonly<Record<string, unknown>> }).Variables;
}

describe('a key that exists', () => {
  it('encrypts the buckets, and the volumes and outputs of the jobs, and is not made again', () => {
    expect(resourcesOf(template, 'AWS::KMS::Key').map(({ id }) => id)).toEqual(['SigningKey', 'SigningKey2', 'AuditKey']);
    const buckets = resourcesOf(template, 'AWS::S3::Bucket').map(({ properties }) => JSON.stringify(properties));
    expect(buckets).toHaveLength(5);
    for (const bucket of buckets) expect(bucket).toContain(`"KMSMasterKeyID":"${KEY}"`);
    const definitions = resourcesOf(template, 'AWS::StepFunctions::StateMachine').map(({ properties }) =>
      JSON.stringify(properties.DefinitionString),
    );
    expect(
      definitions
        .join('')
        .match(/KmsKeyId\\+":\\+"arn:aws:kms:[^\\"]+/g)
        ?.map((text) => text.replace(/^.*"/, '')),
    ).toEqual(new Array(10).fill(KEY));
  });

  it('may be used by the steps and the jobs, as the own one', () => {
    const ingest = statementsOf(template, 'Stepsingest').filter(({ Resource }) => [Resource].flat().includes(KEY));
    expect(ingest.map(actionsOf)).toEqual([['kms:Decrypt', 'kms:GenerateDataKey']]);
    const [job] = statementsOf(template, 'Jobstrain').filter(({ Resource }) => Resource === KEY);
    expect(actionsOf(job)).toContain('kms:GenerateDataKey');
  });
});

describe('a topic that exists', () => {
  it('is told instead of one of the stack', () => {
    for (const type of ['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'AWS::SNS::Subscription']) {
      expect(resourcesOf(template, type)).toEqual([]);
    }
    expect(variablesOf('record-failure').NOTIFICATION_TOPIC_ARN).toBe(TOPIC);
    const publishing = statementsOf(template).filter((each) => actionsOf(each).includes('sns:Publish'));
    expect(publishing.map(({ Resource }) => Resource)).toEqual(new Array(9).fill(TOPIC));
  });

  it('comes with the key that it is encrypted with, for those who publish and nobody else', () => {
    const keysOf = (role: string) =>
      statementsOf(template, role)
        .filter((each) => actionsOf(each).includes('kms:GenerateDataKey'))
        .flatMap(({ Resource }) => Resource);
    const roles = statementsIn(template).map(({ role }) => role.Ref);
    const withTopicKey = roles.filter((role) => keysOf(role).includes(TOPIC_KEY));
    const publishing = statementsIn(template).filter(({ statement }) => actionsOf(statement).includes('sns:Publish'));
    expect([...new Set(withTopicKey)]).toEqual(publishing.map(({ role }) => role.Ref));
  });

  it('asks for no key where it is encrypted with none', () => {
    const notifications = { topicArn: TOPIC, topicKeyArn: 'none' };
    const { template: without } = stackOf({ ...COMPANY, notifications });
    expect(statementsOf(without).filter((each) => actionsOf(each).includes('sns:Publish'))).toHaveLength(9);
    expect(JSON.stringify(without)).not.toContain('mrk-');
  });
});

describe('a bucket for access logs that exists', () => {
  it("gets the logs of every layer, below the stack's name", () => {
    const logging = resourcesOf(template, 'AWS::S3::Bucket').map(({ properties }) => properties.LoggingConfiguration);
    expect(logging).toEqual(
      ['landing', 'bronze', 'silver', 'gold', 'artifacts'].map((layer) => ({
        DestinationBucketName: 'acme-access-logs',
        LogFilePrefix: `acme-ml-forecasting-audit/${layer}/`,
      })),
    );
    expect(resourcesOf(template, 'AWS::S3::BucketPolicy')).toHaveLength(5);
  });
});
