import { describe, expect, it } from '@jest/globals';
import { run } from '../../../lambdas/pipeline/record-failure.ts';
import { memoryPorts } from '../../support/ports.ts';

describe('record-failure', () => {
  it('keeps the error beside the run and notifies, with the address of the record', async () => {
    const ports = memoryPorts({ datasets: [] });
    const failure = { dataset: 'weather', runId: 'run-1', machine: 'train', error: 'NoObservations', cause: 'empty' };

    const { recordUri } = await run(failure, ports);

    expect(recordUri).toBe('s3://artifacts/runs/weather/run-1/failure-train.json');
    const record = await ports.stores.artifacts.read('runs/weather/run-1/failure-train.json');
    expect(JSON.parse(new TextDecoder().decode(record))).toEqual({ ...failure, failedAt: '2026-01-01T00:00:00.000Z' });
    expect(ports.notifications).toEqual([
      { subject: 'train of weather failed: NoObservations', message: `empty\n\nrun run-1, ${recordUri}\n` },
    ]);
  });
});
