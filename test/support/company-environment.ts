import type { PlatformEnvironment } from '../../environments/environment.ts';
import { prod } from '../../environments/prod.ts';

/** An environment as a company with rules of its own would write it: everything that docs/deploy.md offers, at once. */
export const COMPANY: PlatformEnvironment = {
  ...prod,
  name: 'audit',
  account: '444455556666',
  tags: { 'cost-center': '4711', Team: 'Prognose und Planung', 'data/class': 'internal' },
  namePrefix: 'acme-ml',
  permissionsBoundary: 'arn:aws:iam::444455556666:policy/platform/acme-boundary',
  network: {
    subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
    securityGroupIds: ['sg-0123456789abcdef0'],
  },
  dataKey: 'arn:aws:kms:eu-central-1:777788889999:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  signing: {
    models: { generation: 2, withdrawn: [{ generation: 1, from: '2026-11-03T09:00:00Z' }] },
    audit: { generation: 1, withdrawn: [] },
  },
  storage: { ...prod.storage, accessLogs: { bucket: 'acme-access-logs' } },
  notifications: {
    topicArn: 'arn:aws:sns:eu-central-1:777788889999:acme-mlops',
    topicKeyArn: 'arn:aws:kms:eu-central-1:777788889999:key/mrk-1234abcd12ab34cd56ef1234567890ab',
  },
  tracking: {
    server: 'https://mlflow.acme.internal/',
    whenDown: 'wait',
    secret: 'acme/mlflow',
    secretKeyArn: 'arn:aws:kms:eu-central-1:777788889999:key/5678efab-56ef-78ab-90cd-5678567856ef',
  },
};
