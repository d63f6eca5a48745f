import { describe, expect, it } from '@jest/globals';
import { bucketLogicalId } from '../../../core/contracts/names.ts';
import { ENVIRONMENTS } from '../../../environments/index.ts';
import type { Layer } from '../../../core/contracts/layers.ts';
import { templateSchema } from '../../../scripts/verify-deploy/assembly.ts';
import { accountNames } from '../../../scripts/verify-deploy/rights/account-names.ts';
import { policyOnResource } from '../../../scripts/verify-deploy/rights/role-policies.ts';
import { needProblem, type Need } from '../../../scripts/verify-deploy/rights/simulate.ts';
import { NAMES, templateOf } from '../support.ts';

const REPLAY = 'replays/past/';
const EVIDENCE = [
  'registry/weather/versions/00000001.json',
  'registry/weather/refusals/run-1.json',
  'registry/weather/packages/run-1.json',
  'registry/weather/runs/run-1.json',
  'registry/weather/metrics/run-1.json',
  'promotions/weather/run-1/comparison.json',
  'promotions/weather/run-1/comparison.html',
  'promotions/weather/run-1/guard.json',
  'promotions/weather/run-1/guard.html',
  'models/weather/job/output/model/model.sig',
  'models/weather/job/output/model/manifest.json',
  `${REPLAY}registry/weather/audit/00000001.json`,
  `${REPLAY}registry/weather/transitions/abc.json`,
];

describe.each(NAMES)('what is written once in %s', (name) => {
  const parsed = templateSchema.parse(templateOf(name));
  const { account } = ENVIRONMENTS[name];
  const names = accountNames(parsed, ENVIRONMENTS[name]);
  const administrator = {
    account,
    roleArn: `arn:aws:iam::${account}:role/administrator`,
    policies: [
      {
        Statement: [
          {
            Effect: 'Allow' as const,
            Action: ['s3:PutObject', 's3:DeleteObject', 's3:DeleteObjectVersion'],
            Resource: '*',
          },
        ],
        Version: '2012-10-17',
      },
    ],
  };

  /** As somebody whose role may do anything. */
  async function isDone(layer: Layer, key: string, need: Omit<Need, 'resource'>): Promise<boolean> {
    const bucket = bucketLogicalId(layer);
    const onResource = policyOnResource(parsed, bucket, names);
    const asked = { ...need, resource: `${names.arn(bucket)}/${key}` };
    return (await needProblem(asked, { ...administrator, onResource })) === undefined;
  }
  const CREATES = { action: 's3:PutObject', context: { 's3:if-none-match': '*' } };

  it.each(EVIDENCE)('%s: is created, never put again or deleted', async (key) => {
    for (const one of key.startsWith(REPLAY) ? [key] : [key, `${REPLAY}${key}`]) {
      expect(await isDone('artifacts', one, CREATES)).toBe(true);
      expect(await isDone('artifacts', one, { action: 's3:PutObject' })).toBe(false);
      expect(await isDone('artifacts', one, { action: 's3:DeleteObject' })).toBe(false);
      expect(await isDone('artifacts', one, { action: 's3:DeleteObjectVersion' })).toBe(false);
    }
  });

  it.each(['bronze', 'silver', 'gold'] as const)('is the history of the tables in %s', async (layer) => {
    const commit = 'weather/any-table/_delta_log/00000000000000000001.json';
    expect(await isDone(layer, commit, CREATES)).toBe(true);
    expect(await isDone(layer, commit, { action: 's3:PutObject' })).toBe(false);
    expect(await isDone(layer, 'weather/any-table/_delta_log/_last_checkpoint', { action: 's3:PutObject' })).toBe(true);
  });

  it.each([
    'runs/weather/run-1/run.json',
    'monitoring/weather/state.json',
    'models/weather/job/output/model/model.jsonl',
  ])('is not %s', async (key) => {
    expect(await isDone('artifacts', key, { action: 's3:PutObject' })).toBe(true);
  });
});
