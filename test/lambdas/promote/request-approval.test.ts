import { describe, expect, it } from '@jest/globals';
import { run as requestApproval } from '../../../lambdas/promote/request-approval.ts';
import { memoryPorts } from '../../support/ports.ts';

async function asked(file: string): Promise<string | undefined> {
  const ports = memoryPorts({ datasets: [] });
  const { bucket } = ports.stores.artifacts;
  const report = { reportUri: `s3://${bucket}/promotions/weather/run-2/${file}`, reportSha256: 'f00' };
  await requestApproval({ dataset: 'weather', runId: 'run-2', modelVersion: 2, report, taskToken: 'token' }, ports);
  return ports.notifications.at(-1)?.message;
}

describe('request-approval', () => {
  it('says what a changed recipe passed, and what a refresh passed, which met no gate', async () => {
    expect(await asked('comparison.json')).toMatch(/^It passed every check and gate\. The comparison: s3:/);
    expect(await asked('guard.json')).toMatch(
      /^A refresh of the recipe in Production, which passed every check and guard\./,
    );
  });
});
