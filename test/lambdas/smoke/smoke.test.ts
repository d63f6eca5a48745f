import { beforeEach, describe, expect, it } from '@jest/globals';
import { runKeys } from '../../../core/contracts/keys.ts';
import { run as compute } from '../../../lambdas/forecast/compute.ts';
import { run as check } from '../../../lambdas/smoke/check.ts';
import { run as plan } from '../../../lambdas/smoke/plan.ts';
import { sha256 } from '../../../tables/sha256.ts';
import { run as watchAlarms } from '../../../lambdas/smoke/watch-alarms.ts';
import { platform, type Platform, tamper } from '../promote/fixture.ts';

const ASKED = { dataset: 'weather', runId: 's' };

/** What the machine asks of the job, as far as the job's own code reads it. */
async function forecasted({ ports }: Platform) {
  const { plan: planned } = await plan(ASKED, ports);
  if (planned === null) throw new Error('nothing is in Production');
  const { artifactUri, filesUri, summaryUri, hyperparameters, ...rest } = planned;
  const output = (OutputName: string, S3Uri: string) => ({
    OutputName,
    S3Output: { S3Uri, LocalPath: `/opt/ml/processing/output/${OutputName}`, S3UploadMode: 'EndOfJob' as const },
  });
  const { ExitMessage: summarySha256 = '' } = await compute(
    {
      ProcessingJobName: 'smoke',
      AppSpecification: { ImageUri: 'lambda', ContainerEntrypoint: ['node', '/app/forecast.mjs'] },
      Environment: hyperparameters,
      ProcessingInputs: [
        {
          InputName: 'model',
          S3Input: {
            S3Uri: artifactUri,
            LocalPath: '/opt/ml/processing/input/model',
            S3DataType: 'S3Prefix',
            S3InputMode: 'File',
          },
        },
      ],
      ProcessingOutputConfig: { KmsKeyId: 'key', Outputs: [output('files', filesUri), output('summary', summaryUri)] },
      ProcessingResources: { ClusterConfig: { InstanceType: 'lambda', InstanceCount: 1, VolumeSizeInGB: 1 } },
      StoppingCondition: { MaxRuntimeInSeconds: 60 },
      RoleArn: 'role',
      NetworkConfig: { EnableNetworkIsolation: true },
    } as Parameters<typeof compute>[0],
    ports,
  );
  return { ...ASKED, ...rest, filesUri, summaryUri, summarySha256 };
}

describe('the smoke test', () => {
  let here: Platform;
  beforeEach(async () => {
    here = platform();
    await here.train('run-1');
  });

  it('has nothing to forecast where nothing is in Production', async () => {
    expect(await plan(ASKED, here.ports)).toEqual({ plan: null });
  });

  it('forecasts with the version in Production, into a folder of its own, and finds it sound', async () => {
    await here.putInProduction(1);
    const before = [...here.ports.stores.gold.objects.keys()];
    const made = await forecasted(here);
    expect(made).toMatchObject({
      modelVersion: 1,
      range: { start: '2020-03-02', end: '2020-03-04' },
      filesUri: 's3://artifacts/smoke/weather/s/files',
    });
    expect(await check(made, here.ports)).toEqual({ modelVersion: 1, range: made.range, series: 2, rows: 6 });
    // Nothing is published, and nothing is in force.
    expect([...here.ports.stores.gold.objects.keys()]).toEqual(before);
    expect(await here.ports.stores.artifacts.head(runKeys.publications('weather'))).toBeUndefined();
  });

  it('refuses a model that is not what was signed', async () => {
    await here.putInProduction(1);
    await tamper(here.ports, 'run-1');
    await expect(plan(ASKED, here.ports)).rejects.toMatchObject({ name: 'SignatureRefused' });
  });

  it('refuses what the job did not leave: another summary, another data file, the forecasts of another model', async () => {
    await here.putInProduction(1);
    const made = await forecasted(here);
    const { artifacts } = here.ports.stores;
    const mismatch = { name: 'ArtifactMismatch' };
    const key = 'smoke/weather/s/summary/summary.json';
    const summary = await artifacts.read(key);
    const forged = new TextEncoder().encode(
      new TextDecoder().decode(summary).replace(/"artifactSha256": "./, '"artifactSha256": "-'),
    );
    artifacts.put(key, forged);
    await expect(check(made, here.ports)).rejects.toMatchObject(mismatch);
    await expect(check({ ...made, summarySha256: sha256(forged) }, here.ports)).rejects.toThrow('of another model');
    artifacts.put(key, summary);
    const file = [...artifacts.objects.keys()].find((one) => one.startsWith('smoke/weather/s/files/'))!;
    artifacts.put(file, (await artifacts.read(file)).slice(1));
    await expect(check(made, here.ports)).rejects.toMatchObject(mismatch);
  });

  it('fails by name where a series is not forecasted', async () => {
    await here.putInProduction(1);
    const made = await forecasted(here);
    const { artifacts } = here.ports.stores;
    const key = 'smoke/weather/s/summary/summary.json';
    const summary = JSON.parse(new TextDecoder().decode(await artifacts.read(key))) as { files: unknown[] };
    const empty = new TextEncoder().encode(JSON.stringify({ ...summary, files: [] }));
    artifacts.put(key, empty);
    await expect(check({ ...made, summarySha256: sha256(empty) }, here.ports)).rejects.toMatchObject({
      name: 'SmokeTestFailed',
      message: expect.stringContaining("'a' has 0 forecasts, not 3; 'b' has 0 forecasts, not 3"),
    });
  });
});

describe('watching the alarms', () => {
  const input = { ...ASKED, since: '2026-01-01T12:00:00.000Z' };
  const board = (...red: readonly (readonly [string, string])[]) => ({
    alarms: { red: async () => red.map(([name, since]) => ({ name, sinceMs: Date.parse(since) })) },
  });

  it('tells those that were red before', async () => {
    const red = board(['b', '2026-01-01T11:59:59.999Z'], ['a', '2025-01-01T00:00:00Z']);
    expect(await watchAlarms(input, red)).toEqual({ redBefore: ['a', 'b'] });
  });

  it('fails by the names of those that have turned red since', async () => {
    const red = board(['b', '2026-01-01T12:00:00Z'], ['a', '2025-01-01T00:00:00Z']);
    await expect(watchAlarms(input, red)).rejects.toMatchObject({
      name: 'AlarmsRaised',
      evidence: { got: 'b', allowed: 'those that were red before: a' },
    });
  });
});
