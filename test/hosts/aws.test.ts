import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateModelPackageGroupCommand,
  DescribeModelPackageGroupCommand,
  ResourceNotFound,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { awsPorts } from '../../hosts/aws.ts';
import { accountHost } from '../../hosts/replay.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { newModelVersion } from '../support/model-version.ts';
import { memoryPorts } from '../support/ports.ts';

const VARIABLES = {
  LANDING_BUCKET: 'the-landing',
  BRONZE_BUCKET: 'the-bronze',
  SILVER_BUCKET: 'the-silver',
  GOLD_BUCKET: 'the-gold',
  ARTIFACTS_BUCKET: 'the-artifacts',
  READ_LAYERS: 'silver,artifacts',
};

describe('awsPorts', () => {
  it('opens the buckets that the environment names', () => {
    const { stores } = awsPorts(VARIABLES);
    expect(Object.fromEntries(Object.entries(stores).map(([layer, { bucket }]) => [layer, bucket]))).toEqual({
      landing: 'the-landing',
      bronze: 'the-bronze',
      silver: 'the-silver',
      gold: 'the-gold',
      artifacts: 'the-artifacts',
    });
  });

  it('names the variable that is missing', () => {
    expect(() => awsPorts({ ...VARIABLES, GOLD_BUCKET: undefined })).toThrow(
      'the environment variable GOLD_BUCKET is not set',
    );
    expect(() => awsPorts({ ...VARIABLES, GOLD_BUCKET: '' })).toThrow('GOLD_BUCKET');
  });

  it('looks at the format of what the function reads before it writes there, and only there', async () => {
    const s3 = mockClient(S3Client);
    s3.on(PutObjectCommand).resolves({});
    s3.on(GetObjectCommand).rejects(new NoSuchKey({ message: 'none', $metadata: { httpStatusCode: 404 } }));
    const { stores } = awsPorts(VARIABLES);
    await stores.silver.write('a', new Uint8Array());
    await stores.gold.write('a', new Uint8Array());
    const asked = s3.commandCalls(GetObjectCommand).map(({ args: [{ input }] }) => `${input.Bucket}/${input.Key}`);
    expect(asked).toEqual(['the-silver/format.json']);
  });

  it('asks for the topic, the build and the stack only where a step uses them', () => {
    const ports = awsPorts(VARIABLES);
    expect(() => ports.notifier).toThrow('NOTIFICATION_TOPIC_ARN');
    expect(() => ports.build).toThrow('BUILD_COMMIT');
    expect(() => ports.registry).toThrow('PLATFORM_STACK');
    expect(() => ports.metrics).toThrow('PLATFORM_STACK');
    expect(() => ports.place).toThrow('PLATFORM_ENVIRONMENT');
  });

  it('gives the group that it creates the tags that the function was told', async () => {
    const objects = new Map<string, Uint8Array>();
    const s3 = mockClient(S3Client);
    s3.on(PutObjectCommand).callsFake(({ Key, Body }) => void objects.set(Key, Body));
    s3.on(GetObjectCommand).callsFake(({ Key }) => {
      const body = objects.get(Key);
      if (body === undefined) throw new NoSuchKey({ message: 'none', $metadata: { httpStatusCode: 404 } });
      return { ETag: '"1"', Body: { transformToByteArray: () => Promise.resolve(body) } };
    });
    const sageMaker = mockClient(SageMakerClient);
    sageMaker.on(DescribeModelPackageGroupCommand).rejects(new ResourceNotFound({ message: 'none', $metadata: {} }));
    sageMaker.on(CreateModelPackageGroupCommand).rejects(new Error('asked'));
    const told = { PLATFORM_STACK: 'forecasting-dev', RESOURCE_TAGS: '{"team":"planning"}' };
    const { registry } = awsPorts({ ...VARIABLES, ...told });
    await expect(registry.register(newModelVersion('run-1'))).rejects.toThrow('asked');
    expect(sageMaker.commandCalls(CreateModelPackageGroupCommand)[0].args[0].input).toMatchObject({
      ModelPackageGroupName: 'forecasting-dev-weather',
      Tags: [{ Key: 'team', Value: 'planning' }],
    });
  });

  it('has a place of its own for each replay, where SageMaker, MLflow and the metrics are not asked', async () => {
    const { registry, tracker, stores } = awsPorts({
      ...VARIABLES,
      PLATFORM_STACK: 'forecasting-dev',
      MLFLOW_TRACKING_URI: 'http://localhost:1',
    });
    const artifacts = new MemoryStore('the-artifacts');
    const inMemory = memoryPorts({ datasets: [] });
    const ports = { ...inMemory, registry, tracker, stores: { ...stores, artifacts } };
    const host = accountHost(ports);
    expect(host()).toBe(ports);
    const replay = host('past');
    expect(Object.values(replay.stores).map(({ bucket }) => bucket)).toEqual([
      'the-landing',
      'the-bronze',
      'the-silver',
      'the-gold/replays/past',
      'the-artifacts/replays/past',
    ]);
    expect(await replay.registry.list('weather')).toEqual([]);
    const run = { dataset: 'weather', runId: 'r', status: 'FINISHED', startedAtMs: 0, endedAtMs: 1 } as const;
    const rest = {
      selection: { runId: 'r', pointsSha256: [] },
      parameters: {},
      metrics: [],
      others: [],
      tags: {},
      artifacts: [],
      data: { name: 'd', uri: 'u', digest: 'x' },
    };
    await replay.tracker.record({ ...run, ...rest });
    await replay.tracker.markProduction({ dataset: 'weather', runId: 'r', version: 1, artifactSha256: 'ab' });
    replay.metrics.publish('a line');
    expect(inMemory.published).toEqual([]);
    expect([...artifacts.objects.keys()]).toEqual([
      'replays/past/tracking/weather/r/run.json',
      'replays/past/tracking/weather/production.json',
    ]);
  });

  it('asks for nothing more within a replay', async () => {
    const replay = accountHost(awsPorts(VARIABLES))('past');
    const signed = { keyId: 'id', message: new Uint8Array(), signature: new Uint8Array(), signedAtMs: 0 };
    await expect(replay.signer.sign(signed.message)).rejects.toThrow('SIGNING_KEY_ARN');
    await expect(replay.keys.check(signed)).rejects.toThrow('SIGNING_KEY_RING');
    await expect(replay.auditSigner.sign(signed.message)).rejects.toThrow('AUDIT_KEY_ARN');
    await expect(replay.auditKeys.check(signed)).rejects.toThrow('AUDIT_KEY_RING');
    expect(() => replay.build).toThrow('BUILD_COMMIT');
    expect(() => replay.notifier.notify('s', 'm')).toThrow('NOTIFICATION_TOPIC_ARN');
  });

  it('knows what was built', () => {
    const build = { BUILD_COMMIT: 'abc', BUILD_IMAGE: 'lambda', BUILD_LIBRARIES: '{"zod":"4.6.7"}' };
    expect(awsPorts({ ...VARIABLES, ...build }).build).toEqual({
      commit: 'abc',
      image: 'lambda',
      libraries: { zod: '4.6.7' },
    });
  });

  it('knows what its literal says of code that is in no commit, and takes nothing else for it', () => {
    expect(awsPorts({ ...VARIABLES, UNCOMMITTED_CODE: 'refused' }).uncommittedCode).toBe('refused');
    expect(() => awsPorts(VARIABLES).uncommittedCode).toThrow('UNCOMMITTED_CODE');
    expect(() => awsPorts({ ...VARIABLES, UNCOMMITTED_CODE: 'any' }).uncommittedCode).toThrow('allowed');
    expect(accountHost(awsPorts({ ...VARIABLES, UNCOMMITTED_CODE: 'allowed' }))('past').uncommittedCode).toBe(
      'allowed',
    );
  });

  it("publishes metrics under its stack's name: an account may hold several environments", () => {
    const { metrics } = awsPorts({ ...VARIABLES, PLATFORM_STACK: 'forecasting-staging' });
    expect(metrics.namespace).toBe('Forecasting/forecasting-staging');
  });

  it('names its environment as the command line does', () => {
    expect(awsPorts({ ...VARIABLES, PLATFORM_ENVIRONMENT: 'staging' }).place).toBe('--env staging');
  });

  it("finds the project's data sets", () => {
    expect(awsPorts(VARIABLES).datasets.find('weather').name).toBe('weather');
  });
});
