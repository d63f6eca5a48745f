import { describe, expect, it } from '@jest/globals';
import { publishedNotes, publishedVersion } from '../../../lake/forecasts.ts';
import { readPublications } from '../../../lake/publications.ts';
import { run as publish } from '../../../lambdas/forecast/publish.ts';
import { WEEKLY } from '../promote/fixture.ts';
import { memoryPorts } from '../../support/ports.ts';

const RANGE = { start: '2020-04-04', end: '2020-04-05' };
const NOTES = {
  unobserved: ['Saturday', 'Sunday'].map((position) => ({ position, rows: 1, series: 1, first: ['calls'] })),
  implausible: { forecasts: null, intervals: null },
};

describe('publishing a horizon in which no series ever occurs', () => {
  it('publishes no row, and who looks for one is told why', async () => {
    const ports = memoryPorts({ datasets: [WEEKLY] });
    const summary = { modelVersion: 3, rows: 0, files: [], notes: NOTES };
    ports.stores.artifacts.put('runs/weather/run-1/forecast/summary.json', JSON.stringify(summary));
    const asked = { dataset: 'weather', runId: 'run-1', modelVersion: 3, range: RANGE };
    const summaryUri = 's3://artifacts/runs/weather/run-1/forecast';
    expect(await publish({ ...asked, summaryUri }, ports)).toMatchObject({ rows: 0 });
    expect(await readPublications(ports.stores.artifacts, 'weather')).toEqual([
      { runId: 'run-1', modelVersion: 3, range: RANGE },
    ]);
    expect(await publishedNotes(ports.stores, 'weather', 'run-1')).toEqual(NOTES);
    await expect(publishedVersion(ports.stores, 'weather', 'run-1')).rejects.toMatchObject({
      name: 'EmptyJoin',
      message: expect.stringContaining(
        "no forecast for Saturday, Sunday (2 rows of 'calls'): never observed in training",
      ),
    });
    await expect(publishedVersion(ports.stores, 'weather', 'run-2')).rejects.toMatchObject({
      name: 'EmptyJoin',
      message: expect.stringContaining("run the data set's forecast state machine"),
    });
  });
});
