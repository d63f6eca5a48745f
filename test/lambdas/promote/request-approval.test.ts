import { describe, expect, it } from '@jest/globals';
import { run as requestApproval } from '../../../lambdas/promote/request-approval.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { memoryPorts } from '../../support/ports.ts';

const TOKEN = 'canary-task-token';

async function asked(file: string) {
  const ports = memoryPorts({ datasets: [] });
  const { bucket } = ports.stores.artifacts;
  const report = { reportUri: `s3://${bucket}/promotions/weather/run-2/${file}`, reportSha256: 'f00' };
  const output = await requestApproval(
    { dataset: 'weather', runId: 'run-2', modelVersion: 2, report, taskToken: TOKEN },
    ports,
  );
  return { output, ports, message: ports.notifications.at(-1)?.message };
}

describe('request-approval', () => {
  it('says what a changed recipe passed, and what a refresh passed, which met no gate', async () => {
    expect((await asked('comparison.json')).message).toMatch(/^It passed every check and gate\. The comparison: s3:/);
    expect((await asked('guard.json')).message).toMatch(
      /^A refresh of the recipe in Production, which passed every check and guard\./,
    );
  });

  it('prints the commands that answer the report that it names, and no other', async () => {
    const { message } = await asked('comparison.json');
    expect(message).toContain('(sha256 f00)');
    expect(message).toMatch(/^Approve: npm run approve -- .* --dataset weather --run run-2 --report f00$/m);
    expect(message).toMatch(
      /^Reject: npm run reject -- .* --dataset weather --run run-2 --report f00 --reason '...'$/m,
    );
  });

  it('tells nobody the token: no message, no object, no output', async () => {
    const { output, ports } = await asked('comparison.json');
    const objects = Object.values(ports.stores).flatMap((store) =>
      store instanceof MemoryStore
        ? [...store.objects].map(([key, { body }]) => key + Buffer.from(body).toString())
        : [],
    );
    expect(objects).toEqual([expect.stringContaining('approvals/weather/run-2/request.json')]);
    expect(JSON.stringify([ports.notifications, objects, output])).not.toContain(TOKEN);
  });
});
