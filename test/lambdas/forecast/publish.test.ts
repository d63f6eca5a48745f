import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { publishedNotes, publishedVersion } from '../../../lake/forecasts.ts';
import { readPublications } from '../../../lake/publications.ts';
import { run as publish } from '../../../lambdas/forecast/publish.ts';
import { forecastJob, forecastMachine } from '../pipeline/pipeline.ts';
import { type ForecastSummary, forecastSummarySchema } from '../../../core/forecast/forecast-summary.ts';
import { run as plan } from '../../../lambdas/forecast/plan.ts';
import { platform, type Platform, tamper, WEEKLY } from '../promote/fixture.ts';
import { newModelVersion } from '../../support/model-version.ts';
import { memoryPorts } from '../../support/ports.ts';

const RANGE = { start: '2020-04-04', end: '2020-04-05' };
const NOTES = {
  unobserved: ['Saturday', 'Sunday'].map((position) => ({ position, rows: 1, series: 1, first: ['calls'] })),
  implausible: { forecasts: null, intervals: null },
};

describe('publishing what a job left', () => {
  const run = { dataset: 'weather', runId: 'f' };
  let here: Platform;
  let planned: Awaited<ReturnType<typeof plan>>;
  let summarySha256: string;
  beforeEach(async () => {
    here = platform();
    await here.train('run-1');
    await here.putInProduction(1);
    planned = await plan({ ...run, modelVersion: 1, periods: { after: '2020-03-01' } }, here.ports);
    summarySha256 = await forecastJob(here.ports, 'f', planned);
  });

  const published = (told = summarySha256) => {
    const { modelVersion, inProduction, range, summaryUri } = planned;
    return publish({ ...run, modelVersion, inProduction, range, summaryUri, summarySha256: told }, here.ports);
  };
  const refused = (refusal: RegExp) => ({
    name: 'ArtifactMismatch',
    message: expect.stringMatching(refusal) as unknown,
  });
  const summaryKey = 'runs/weather/f/forecast/summary.json';
  const dataFile = () => [...here.ports.stores.gold.objects.keys()].find((key) => key.includes('run_id=f'))!;

  async function edited(edit: (summary: ForecastSummary) => object): Promise<string> {
    const { artifacts } = here.ports.stores;
    const summary = forecastSummarySchema.parse(JSON.parse(new TextDecoder().decode(await artifacts.read(summaryKey))));
    const body = JSON.stringify(edit(summary));
    artifacts.put(summaryKey, body);
    return createHash('sha256').update(body).digest('hex');
  }

  it('publishes it, and it is in force', async () => {
    expect(await published()).toEqual({ forecastsVersion: 1, rows: 14 });
    expect(await readPublications(here.ports.stores.artifacts, 'weather')).toMatchObject([{ runId: 'f' }]);
  });

  it('puts nothing in force of a version that is not in Production, however it is asked for', async () => {
    await here.train('run-2');
    for (const modelVersion of [2, 'latest'] as const) {
      await forecastMachine(here.ports, { ...run, modelVersion, periods: { after: '2020-03-01' } });
      await expect(readPublications(here.ports.stores.artifacts, 'weather')).rejects.toMatchObject({
        name: 'ObjectNotFound',
      });
    }
    await forecastMachine(here.ports, { ...run, modelVersion: 1, periods: { after: '2020-03-01' } });
    expect(await readPublications(here.ports.stores.artifacts, 'weather')).toMatchObject([{ modelVersion: 1 }]);
  });

  it('refuses a summary that is not the one of which the job told', async () => {
    await edited((summary) => ({ ...summary, rows: 13 }));
    await expect(published()).rejects.toMatchObject(refused(/forecast\/summary.json is not what the step before left/));
  });

  it('refuses a data file that was changed since, and one of another length', async () => {
    const { gold } = here.ports.stores;
    const key = dataFile();
    const body = await gold.read(key);
    gold.put(key, body.with(body.length >> 1, body[body.length >> 1] ^ 1));
    await expect(published()).rejects.toMatchObject(refused(/run_id=f\/part-.* is not what the step before left/));
    gold.put(key, body.slice(0, -1));
    await expect(published()).rejects.toMatchObject(
      refused(new RegExp(`${body.length - 1} bytes.*${body.length} bytes`)),
    );
    expect(await here.ports.stores.gold.head('weather/forecasts/_delta_log/00000000000000000000.json')).toBeUndefined();
  });

  it('refuses the forecasts of a model that is not the registered one, of another version, and of a job that does not say', async () => {
    const another = /holds the forecasts of another model than that of version 1/;
    const forged = await edited((summary) => ({ ...summary, artifactSha256: '0'.repeat(64) }));
    await expect(published(forged)).rejects.toMatchObject(refused(another));
    const renumbered = await edited((summary) => ({ ...summary, modelVersion: 2 }));
    await expect(published(renumbered)).rejects.toMatchObject(refused(another));
    const silent = await edited((summary) => ({ ...summary, artifactSha256: undefined }));
    await expect(published(silent)).rejects.toMatchObject(refused(/model not told/));
  });

  it('refuses files of which the job does not say what they were', async () => {
    const silent = await edited(({ files, ...summary }) => ({
      ...summary,
      files: files.map((file) => ({ ...file, sha256: undefined })),
    }));
    await expect(published(silent)).rejects.toMatchObject(refused(/allowed: not told/));
  });

  it('never gets as far where the model was changed after it was looked up', async () => {
    await tamper(here.ports, 'run-1');
    await expect(forecastJob(here.ports, 'f', planned)).rejects.toMatchObject(
      refused(/the model of version 1 is not what was registered/),
    );
  });
});

describe('publishing a horizon in which no series ever occurs', () => {
  it('publishes no row, and who looks for one is told why', async () => {
    const ports = memoryPorts({ datasets: [WEEKLY] });
    const { version, artifactSha256 } = await ports.registry.register(newModelVersion('run-1'));
    const summary = JSON.stringify({ modelVersion: version, artifactSha256, rows: 0, files: [], notes: NOTES });
    ports.stores.artifacts.put('runs/weather/run-1/forecast/summary.json', summary);
    const summarySha256 = createHash('sha256').update(summary).digest('hex');
    const asked = {
      dataset: 'weather',
      runId: 'run-1',
      modelVersion: version,
      inProduction: true,
      range: RANGE,
      summarySha256,
    };
    const summaryUri = 's3://artifacts/runs/weather/run-1/forecast';
    expect(await publish({ ...asked, summaryUri }, ports)).toMatchObject({ rows: 0 });
    expect(await readPublications(ports.stores.artifacts, 'weather')).toEqual([
      { runId: 'run-1', modelVersion: 1, range: RANGE },
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
