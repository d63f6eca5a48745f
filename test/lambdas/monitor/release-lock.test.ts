import { describe, expect, it } from '@jest/globals';
import { readLock, takeLock } from '../../../lake/action-lock.ts';
import { run } from '../../../lambdas/monitor/release-lock.ts';
import { DAILY } from '../../support/dataset.ts';
import { memoryPorts } from '../../support/ports.ts';

const request = (holder: string, nowMs = 0) => ({ holder, action: 'select', nowMs, ttlMs: 100 }) as const;

describe('the lock of a run that failed', () => {
  it('is free for the next one at once', async () => {
    const ports = memoryPorts({ datasets: [DAILY] });
    await takeLock(ports.stores.artifacts, 'weather', request('run-1'));
    await run({ dataset: 'weather', runId: 'run-1' }, ports);
    expect(await takeLock(ports.stores.artifacts, 'weather', request('run-2', 1))).toBe(true);
  });

  it('stays with whoever has taken it since, and nothing happens where there is none', async () => {
    const ports = memoryPorts({ datasets: [DAILY] });
    await run({ dataset: 'weather', runId: 'run-1' }, ports);
    await takeLock(ports.stores.artifacts, 'weather', request('run-2'));
    await run({ dataset: 'weather', runId: 'run-1' }, ports);
    expect((await readLock(ports.stores.artifacts, 'weather'))?.lock).toMatchObject({
      holder: 'run-2',
      expiresAtMs: 100,
    });
  });
});
