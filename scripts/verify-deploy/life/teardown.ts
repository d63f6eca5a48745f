import type { Check, Site } from '../check.ts';
import { inventoryOf } from '../inventory.ts';
import { physicalIds } from '../read-back/read-stack.ts';
import { npmRun } from '../runs/npm-command.ts';
import { differencesOf, retainedOf } from './destroy.ts';

/** Types that `--delete-data` deletes even where the template retains them. */
const DATA = ['AWS::S3::Bucket', 'AWS::KMS::Key'];

export const KEEPS_DATA: Check = {
  name: '`npm run teardown` refuses while there are objects in buckets that would go',
  quick: false,
  async run(site) {
    await fillBuckets(site);
    const refusal = await teardown(site, []).catch((error: unknown) => String(error));
    return refusal.includes('TeardownRefused') ? [] : [`it was to be refused; what came: ${refusal}`];
  },
};

export const TEARDOWN: Check = {
  name: '`npm run teardown` with --delete-data leaves nothing but logs that are to be retained',
  quick: false,
  async run(site) {
    const { emulators, deployment } = site;
    const lifted = { StackName: deployment.stackName, EnableTerminationProtection: false };
    await emulators.api.call('cloudformation', 'UpdateTerminationProtection', lifted);
    await fillBuckets(site);
    const retained = [...(await retainedOf(site))].filter((line) => !DATA.some((type) => line.startsWith(`${type} `)));
    await teardown(site, ['--delete-data', deployment.environment]);
    return differencesOf(await inventoryOf(emulators.api), new Set([...site.before, ...retained]));
  },
};

function teardown({ emulators, deployment }: Site, words: readonly string[]): Promise<string> {
  return npmRun({ name: 'teardown', words: ['--env', deployment.environment, ...words], env: emulators.env });
}

/** An object in each bucket, a version that it replaced, and the mark of a deletion. */
async function fillBuckets({ emulators: { api }, deployment }: Site): Promise<void> {
  const ids = await physicalIds(api, deployment.stackName);
  for (const [logicalId, { Type }] of Object.entries(deployment.template.Resources)) {
    if (Type !== 'AWS::S3::Bucket') continue;
    const Bucket = ids.get(logicalId);
    for (const Body of ['first', 'second']) await api.call('s3', 'PutObject', { Bucket, Key: 'kept.txt', Body });
    await api.call('s3', 'PutObject', { Bucket, Key: 'deleted.txt', Body: 'first' });
    await api.call('s3', 'DeleteObject', { Bucket, Key: 'deleted.txt' });
  }
}
