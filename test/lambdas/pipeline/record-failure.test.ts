import { describe, expect, it } from '@jest/globals';
import { run } from '../../../lambdas/pipeline/record-failure.ts';
import { memoryPorts } from '../../support/ports.ts';

describe('record-failure', () => {
  it('keeps the error beside the run and notifies, with the address of the record', async () => {
    const ports = memoryPorts({ datasets: [] });
    const failure = {
      dataset: 'weather',
      runId: 'run-1',
      machine: 'train',
      error: 'NoObservations',
      cause: 'empty',
      told: false,
    };

    const { recordUri } = await run(failure, ports);

    expect(recordUri).toBe('s3://artifacts/runs/weather/run-1/failure-train.json');
    const record = await ports.stores.artifacts.read('runs/weather/run-1/failure-train.json');
    expect(JSON.parse(new TextDecoder().decode(record))).toEqual({ ...failure, failedAt: '2026-01-01T00:00:00.000Z' });
    expect(ports.notifications).toEqual([
      { subject: 'train of weather failed: NoObservations', message: `empty\n\nrun run-1, ${recordUri}\n` },
    ]);
    expect(ports.published.map((line) => JSON.parse(line))).toEqual([
      {
        _aws: {
          Timestamp: 1_767_225_600_000,
          CloudWatchMetrics: [
            { Namespace: 'Forecasting/test', Dimensions: [[]], Metrics: [{ Name: 'FailuresTold', Unit: 'Count' }] },
          ],
        },
        FailuresTold: 1,
      },
    ]);
  });

  it('keeps silent above a machine that has told people already, and says so', async () => {
    const ports = memoryPorts({ datasets: [] });
    const failure = { dataset: 'weather', runId: 'run-1', machine: 'retrain', error: 'E', cause: 'c', told: true };
    const { recordUri } = await run(failure, ports);
    expect(recordUri).toBe('s3://artifacts/runs/weather/run-1/failure-retrain.json');
    expect(ports.notifications).toEqual([]);
    expect(JSON.parse(ports.published[0])).toMatchObject({ FailuresTold: 0 });
  });

  it('does not say that people were told where they could not be', async () => {
    const ports = memoryPorts({ datasets: [] });
    const notifier = { notify: async () => Promise.reject(new Error('no topic')) };
    const failure = { dataset: 'weather', runId: 'run-1', machine: 'train', error: 'E', cause: 'c', told: false };
    await expect(run(failure, { ...ports, notifier })).rejects.toThrow('no topic');
    expect(ports.published).toEqual([]);
  });
});
