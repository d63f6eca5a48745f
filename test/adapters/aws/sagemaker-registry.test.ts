import {
  CreateModelPackageCommand,
  CreateModelPackageGroupCommand,
  DescribeModelPackageCommand,
  DescribeModelPackageGroupCommand,
  ListModelPackagesCommand,
  SageMakerClient,
  SageMakerServiceException,
  UpdateModelPackageCommand,
} from '@aws-sdk/client-sagemaker';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { SageMakerRegistry } from '../../../adapters/aws/sagemaker-registry.ts';
import type { ObjectStore } from '../../../core/ports.ts';
import { SimulatedCrash, countCalls, crashAt } from '../../support/faulty-store.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { startMoto } from '../../support/moto.ts';
import { describeWith } from '../../support/oracles.ts';
import { newModelVersion } from '../../support/model-version.ts';
import { registrySuite } from '../registry-suite.ts';

const CLOCK = { nowMs: () => 1_000 };
const ARN = 'arn:aws:sagemaker:us-east-1:123456789012:model-package/forecasting-prod-weather/';
const STACK = 'forecasting-prod';

const moto = await startMoto();
const onMoto = (): SageMakerClient =>
  new SageMakerClient({
    endpoint: moto!.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    // moto's threads hand out a number twice now and then: one request at a time, of runs that are all under way.
    requestHandler: { httpAgent: { maxSockets: 1 } },
  });
afterAll(() => moto?.stop());

describeWith('python3', moto)('as moto answers', () => {
  registrySuite("in SageMaker's", async () => {
    await moto!.reset();
    const store = new MemoryStore('artifacts');
    const client = onMoto();
    return (clock) => new SageMakerRegistry(client, { stack: STACK, store, clock });
  });

  describe('SageMakerRegistry on moto', () => {
    beforeEach(() => moto!.reset());
    const registryOn = (store: ObjectStore) => new SageMakerRegistry(onMoto(), { stack: STACK, store, clock: CLOCK });

    it('registers one version, wherever a crash came between', async () => {
      const clean = countCalls();
      await registryOn(clean.store(new MemoryStore('artifacts'))).register(newModelVersion('run-1'));
      expect(clean.calls).toEqual([
        'create artifacts/registry/weather/runs/run-1.json',
        'create artifacts/registry/weather/metrics/run-1.json',
        'create artifacts/registry/weather/packages/run-1.json',
      ]);

      for (const kind of ['before', 'after', 'lost-answer'] as const) {
        for (let point = 1; point <= clean.calls.length; point += 1) {
          await moto!.reset();
          const memory = new MemoryStore('artifacts');
          const crashed = registryOn(crashAt(point, kind).store(memory)).register(newModelVersion('run-1'));
          await expect(crashed).rejects.toThrow(kind === 'lost-answer' ? 'fault: lost' : SimulatedCrash);

          expect((await registryOn(memory).register(newModelVersion('run-1'))).version).toBe(1);
          expect((await registryOn(memory).register(newModelVersion('run-2'))).version).toBe(2);
          expect((await registryOn(memory).list('weather')).map(({ runId }) => runId)).toEqual(['run-1', 'run-2']);
        }
      }
    });

    it('refuses a record that was changed after it was registered', async () => {
      const store = new MemoryStore('artifacts');
      await registryOn(store).register(newModelVersion('run-1'));
      const key = 'registry/weather/runs/run-1.json';
      store.put(key, new TextDecoder().decode(store.objects.get(key)?.body).replace('team-weather', 'team-other'));
      await expect(registryOn(store).describe('weather', 1)).rejects.toMatchObject({ name: 'ArtifactMismatch' });
      await expect(registryOn(store).list('weather')).rejects.toThrow('registry/weather/runs/run-1.json');
    });

    it('keeps two environments of one account apart, though they run the same data set under the same run id', async () => {
      const client = onMoto();
      const [staging, prod] = ['forecasting-staging', 'forecasting-prod'].map(
        (stack) => new SageMakerRegistry(client, { stack, store: new MemoryStore(stack), clock: CLOCK }),
      );
      await staging.register(newModelVersion('run-1'));
      await staging.register(newModelVersion('run-2'));
      expect((await prod.register(newModelVersion('run-1'))).version).toBe(1);
      await prod.setStage('weather', 1, 'Production');
      expect([...(await staging.stages('weather')).values()]).toEqual(['None', 'None']);
    });

    it('keeps the metadata of a package when its stage changes', async () => {
      const client = onMoto();
      const registry = new SageMakerRegistry(client, {
        stack: STACK,
        store: new MemoryStore('artifacts'),
        clock: CLOCK,
      });
      await registry.register(newModelVersion('run-1'));
      const look = () => client.send(new DescribeModelPackageCommand({ ModelPackageName: `${ARN}1` }));
      const before = await look();
      await registry.setStage('weather', 1, 'Production');
      const after = await look();
      expect(before.ModelApprovalStatus).toBe('PendingManualApproval');
      expect(after.ModelApprovalStatus).toBe('Approved');
      expect(after.CustomerMetadataProperties).toEqual({ ...before.CustomerMetadataProperties, stage: 'Production' });
    });
  });
});

function sageMakerError(name: string, message: string): SageMakerServiceException {
  return new SageMakerServiceException({ name, message, $fault: 'client', $metadata: { httpStatusCode: 400 } });
}

/** SageMaker with the group, one package of run-1, and the life cycles that moto drops. */
function mocked() {
  const client = new SageMakerClient({ region: 'us-east-1' });
  const mock = mockClient(client);
  mock.on(DescribeModelPackageGroupCommand).resolves({ ModelPackageGroupName: 'forecasting-prod-weather' });
  mock.on(CreateModelPackageCommand).resolves({ ModelPackageArn: `${ARN}1` });
  mock.on(DescribeModelPackageCommand).callsFake(() => ({
    ModelPackageArn: `${ARN}1`,
    CustomerMetadataProperties:
      mock.commandCalls(CreateModelPackageCommand)[0]?.args[0].input.CustomerMetadataProperties,
  }));
  mock.on(UpdateModelPackageCommand).resolves({});
  const store = new MemoryStore('artifacts');
  const place = { stack: STACK, store, clock: CLOCK, tags: { 'cost-center': '4711' } };
  return { mock, store, registry: new SageMakerRegistry(client, place) };
}

describe('what SageMakerRegistry asks of SageMaker', () => {
  it('describes the whole package', async () => {
    const { mock, registry } = mocked();
    await registry.register(newModelVersion('run-1'));

    expect(mock.commandCalls(CreateModelPackageGroupCommand)).toHaveLength(0);
    expect(mock.commandCalls(CreateModelPackageCommand).map(({ args }) => args[0].input)).toEqual([
      {
        ModelPackageGroupName: 'forecasting-prod-weather',
        ModelPackageDescription: 'Daily temperatures (°C), "as observed"',
        ClientToken: expect.stringMatching(/^[0-9a-f]{36}$/),
        InferenceSpecification: {
          Containers: [
            {
              Image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/forecaster:c0ffee',
              ModelDataSource: {
                S3DataSource: {
                  S3Uri: 's3://artifacts/models/weather/job/output/model/',
                  S3DataType: 'S3Prefix',
                  CompressionType: 'None',
                },
              },
            },
          ],
        },
        ModelMetrics: {
          ModelQuality: {
            Statistics: {
              ContentType: 'application/json',
              S3Uri: 's3://artifacts/registry/weather/metrics/run-1.json',
              ContentDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
            },
          },
        },
        CustomerMetadataProperties: {
          runId: 'run-1',
          recordSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
          stage: 'None',
          recordUri: 's3://artifacts/registry/weather/runs/run-1.json',
          owner: 'team-weather',
          recipe: 'blend of 1 candidate',
          artifactUri: 's3://artifacts/models/weather/job/output/model',
          artifactSha256: 'abc',
          dataTable: 's3://silver/weather/series',
          dataVersion: '3',
          windowStart: '2020-01-01',
          windowEnd: '2020-12-31',
          forecastStart: '2021-01-01',
          forecastEnd: '2021-12-31',
          commit: 'c0ffee',
          image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/forecaster:c0ffee',
        },
        ModelApprovalStatus: 'PendingManualApproval',
        ModelLifeCycle: { Stage: 'None', StageStatus: 'Registered', StageDescription: 'Registered, not signed yet' },
      },
    ]);
  });

  it('has no inference specification for a version without an image in ECR, as in dev: SageMaker would refuse its name', async () => {
    const { mock, registry } = mocked();
    const version = newModelVersion('run-1');
    const image = 'lambda';
    const { version: number } = await registry.register({ ...version, code: { ...version.code, image } });
    const { input } = mock.commandCalls(CreateModelPackageCommand)[0].args[0];
    expect(input).not.toHaveProperty('InferenceSpecification');
    expect(input.CustomerMetadataProperties).toMatchObject({
      artifactUri: 's3://artifacts/models/weather/job/output/model',
      image,
    });
    expect(await registry.describe('weather', number)).toMatchObject({ code: { image } });
  });

  it("tells SageMaker another token for the same run of another stack: within hours it gives back the first one's package", async () => {
    const tokens = ['forecasting-staging', 'forecasting-prod'].map(async (stack) => {
      const client = new SageMakerClient({ region: 'us-east-1' });
      const mock = mockClient(client);
      mock.on(DescribeModelPackageGroupCommand).resolves({});
      mock.on(CreateModelPackageCommand).resolves({ ModelPackageArn: `${ARN}1` });
      const registry = new SageMakerRegistry(client, { stack, store: new MemoryStore('artifacts'), clock: CLOCK });
      await registry.register(newModelVersion('run-1'));
      return mock.commandCalls(CreateModelPackageCommand)[0].args[0].input.ClientToken;
    });
    expect(new Set(await Promise.all(tokens)).size).toBe(2);
  });

  it('asks with the same request again, so that the token holds', async () => {
    const client = new SageMakerClient({ region: 'us-east-1' });
    const mock = mockClient(client);
    mock.on(DescribeModelPackageGroupCommand).resolves({});
    mock.on(ListModelPackagesCommand).resolves({ ModelPackageSummaryList: [] });
    mock.on(CreateModelPackageCommand).resolves({ ModelPackageArn: `${ARN}1` });
    const store = new MemoryStore('artifacts');
    let nowMs = 0;
    const clock = { nowMs: () => (nowMs += 1) };
    const crashed = new SageMakerRegistry(client, {
      stack: STACK,
      store: crashAt(3, 'before').store(store),
      clock,
    });
    await expect(crashed.register(newModelVersion('run-1'))).rejects.toThrow(SimulatedCrash);
    const again = new SageMakerRegistry(client, { stack: STACK, store, clock });
    await again.register({ ...newModelVersion('run-1'), owner: 'someone else' });
    const [before, after] = mock.commandCalls(CreateModelPackageCommand).map(({ args }) => args[0].input);
    expect(after).toEqual(before);
  });

  it('leaves out of the metadata what SageMaker would refuse', async () => {
    const { mock, registry } = mocked();
    const version = newModelVersion('run-1');
    await registry.register({
      ...version,
      owner: 'the "weather" team',
      code: { ...version.code, commit: 'c'.repeat(257) },
    });
    const { CustomerMetadataProperties } = mock.commandCalls(CreateModelPackageCommand)[0].args[0].input;
    expect(CustomerMetadataProperties).not.toHaveProperty('owner');
    expect(CustomerMetadataProperties).not.toHaveProperty('commit');
    expect((await registry.describe('weather', 1)).owner).toBe('the "weather" team');
  });

  it('writes the metrics in the form that Studio shows, without those that are undefined', async () => {
    const { store, registry } = mocked();
    await registry.register(newModelVersion('run-1'));
    const metrics = JSON.parse(new TextDecoder().decode(await store.read('registry/weather/metrics/run-1.json')));
    expect(metrics.regression_metrics.mse).toEqual({ value: 1.25, standard_deviation: 'NaN' });
    expect(metrics.regression_metrics).not.toHaveProperty('mdape');
  });

  it.each([
    ['None', 'PendingManualApproval', 'Registered'],
    ['Staging', 'PendingManualApproval', 'PendingApproval'],
    ['Production', 'Approved', 'Approved'],
    ['Archived', 'Rejected', 'Retired'],
  ] as const)('sends approval, life cycle and metadata together for %s', async (stage, approval, status) => {
    const { mock, registry } = mocked();
    await registry.register(newModelVersion('run-1'));
    await registry.setStage('weather', 1, stage);
    expect(mock.commandCalls(UpdateModelPackageCommand).map(({ args }) => args[0].input)).toEqual([
      {
        ModelPackageArn: `${ARN}1`,
        ModelApprovalStatus: approval,
        ModelLifeCycle: { Stage: stage, StageStatus: status, StageDescription: expect.any(String) },
        CustomerMetadataProperties: expect.objectContaining({ runId: 'run-1', stage }),
      },
    ]);
  });

  it('takes the stage from the life cycle where SageMaker lists it, over all pages', async () => {
    const { mock, registry } = mocked();
    await registry.register(newModelVersion('run-1'));
    const page = (version: number, Stage: string) => ({
      ModelPackageArn: `${ARN}${version}`,
      CreationTime: new Date(0),
      ModelPackageStatus: 'Completed' as const,
      ModelLifeCycle: { Stage, StageStatus: 'Approved' },
    });
    mock
      .on(ListModelPackagesCommand)
      .callsFake(({ NextToken }) =>
        NextToken === undefined
          ? { ModelPackageSummaryList: [page(2, 'Staging')], NextToken: 'more' }
          : { ModelPackageSummaryList: [page(1, 'Production')] },
      );
    expect(await registry.stages('weather')).toEqual(new Map([[1, 'Production']]));
    expect(mock.commandCalls(DescribeModelPackageCommand)).toHaveLength(0);
  });

  it('creates the group only where SageMaker says that there is none', async () => {
    const { mock, registry } = mocked();
    mock
      .on(DescribeModelPackageGroupCommand)
      .rejects(sageMakerError('ValidationException', 'ModelPackageGroup arn:x does not exist.'));
    await registry.register(newModelVersion('run-1'));
    expect(mock.commandCalls(CreateModelPackageGroupCommand)[0].args[0].input).toEqual({
      ModelPackageGroupName: 'forecasting-prod-weather',
      ModelPackageGroupDescription: 'Model versions of the data set weather in forecasting-prod',
      Tags: [{ Key: 'cost-center', Value: '4711' }],
    });

    const denied = mocked();
    denied.mock.on(DescribeModelPackageGroupCommand).rejects(sageMakerError('AccessDeniedException', 'no'));
    await expect(denied.registry.register(newModelVersion('run-1'))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    expect(denied.mock.commandCalls(CreateModelPackageGroupCommand)).toHaveLength(0);
  });

  it('goes on when another run created the group first', async () => {
    const { mock, registry } = mocked();
    mock
      .on(DescribeModelPackageGroupCommand)
      .rejectsOnce(sageMakerError('ValidationException', 'ModelPackageGroup arn:x does not exist.'))
      .resolves({});
    mock.on(CreateModelPackageGroupCommand).rejects(sageMakerError('ConflictException', 'it exists'));
    expect((await registry.register(newModelVersion('run-1'))).version).toBe(1);
  });

  it('says that a version is gone when its package was deleted', async () => {
    const { mock, registry } = mocked();
    await registry.register(newModelVersion('run-1'));
    mock.on(DescribeModelPackageCommand).rejects(sageMakerError('ValidationException', `${ARN}1 does not exist.`));
    await expect(registry.describe('weather', 1)).rejects.toThrow('its model package is gone');
  });

  describe('asked for a version that somebody else answers for', () => {
    const OTHERS = 'arn:aws:sagemaker:us-east-1:123456789012:model-package/forecasting-prod-energy/';
    const file = (kind: string, runId: string, dataset = 'weather') => `registry/${dataset}/${kind}/${runId}.json`;

    /** Two data sets with a package each, by its ARN. */
    async function twoGroups() {
      const client = new SageMakerClient({ region: 'us-east-1' });
      const mock = mockClient(client);
      const metadata = new Map<string | undefined, Record<string, string> | undefined>();
      mock.on(DescribeModelPackageGroupCommand).resolves({});
      mock.on(CreateModelPackageCommand).callsFake(({ ModelPackageGroupName: group, CustomerMetadataProperties }) => {
        const prefix = group === 'forecasting-prod-energy' ? OTHERS : ARN;
        const arn = `${prefix}${[...metadata.keys()].filter((known) => known?.startsWith(prefix)).length + 1}`;
        metadata.set(arn, CustomerMetadataProperties);
        return { ModelPackageArn: arn };
      });
      mock.on(DescribeModelPackageCommand).callsFake(({ ModelPackageName: arn }) => ({
        ModelPackageArn: arn,
        CustomerMetadataProperties: metadata.get(arn),
      }));
      const store = new MemoryStore('artifacts');
      const registry = new SageMakerRegistry(client, { stack: STACK, store, clock: CLOCK });
      await registry.register(newModelVersion('run-1'));
      await registry.register(newModelVersion('run-2'));
      await registry.register(newModelVersion('run-1', 'energy'));
      const put = (key: string, content: object) => store.put(key, JSON.stringify(content));
      const copy = async (from: string, to: string) => store.put(to, await store.read(from));
      return { registry, metadata, put, copy };
    }
    type Groups = Awaited<ReturnType<typeof twoGroups>>;

    it.each<[string, number, string, (groups: Groups) => unknown]>([
      [
        "the file of version 1's package as that of version 4",
        4,
        `registered with the package of another group or number; got '${ARN}1'; allowed: package 4 of the group forecasting-prod-weather`,
        ({ put }) => put(file('packages', 'run-4'), { runId: 'run-4', version: 4, arn: `${ARN}1` }),
      ],
      [
        'the package of another data set',
        4,
        `got '${OTHERS}4'; allowed: package 4 of the group forecasting-prod-weather`,
        ({ put }) => put(file('packages', 'run-4'), { runId: 'run-4', version: 4, arn: `${OTHERS}4` }),
      ],
      [
        'the package of another run',
        1,
        `got '${ARN}1 of the run 'run-1''; allowed: ${ARN}1 of the run 'run-0'`,
        ({ put }) => put(file('packages', 'run-0'), { runId: 'run-0', version: 1, arn: `${ARN}1` }),
      ],
      [
        "a copy of a run's file under the name of another run",
        1,
        "the file of the run 'run-1' lies where that of another run belongs; got 'registry/weather/packages/run-4.json'",
        ({ copy }) => copy(file('packages', 'run-1'), file('packages', 'run-4')),
      ],
      [
        'the record of another data set, which the package cites as well',
        1,
        "the record that the model package cites is of another data set or run; got ''energy', run 'run-1''",
        async ({ copy, metadata }) => {
          await copy(file('runs', 'run-1', 'energy'), file('runs', 'run-1'));
          metadata.set(`${ARN}1`, metadata.get(`${OTHERS}1`));
        },
      ],
    ])('refuses %s', async (_, version, refusal, forge) => {
      const groups = await twoGroups();
      expect(await groups.registry.list('weather')).toHaveLength(2);
      await forge(groups);
      for (const answer of [groups.registry.describe('weather', version), groups.registry.list('weather')]) {
        await expect(answer).rejects.toMatchObject({ name: 'ArtifactMismatch' });
        await expect(answer).rejects.toThrow(refusal);
      }
    });

    it('sets no stage of a package that is not the version', async () => {
      const { registry, put } = await twoGroups();
      put(file('packages', 'run-4'), { runId: 'run-4', version: 4, arn: `${ARN}1` });
      for (const answer of [registry.stage('weather', 4), registry.setStage('weather', 4, 'Production')]) {
        await expect(answer).rejects.toMatchObject({ name: 'ArtifactMismatch' });
      }
    });

    it('refuses a package that answers by another name than it was asked by', async () => {
      const { mock, registry } = mocked();
      await registry.register(newModelVersion('run-1'));
      mock.on(DescribeModelPackageCommand).callsFake(() => ({
        ModelPackageArn: `${ARN}2`,
        CustomerMetadataProperties:
          mock.commandCalls(CreateModelPackageCommand)[0]?.args[0].input.CustomerMetadataProperties,
      }));
      await expect(registry.describe('weather', 1)).rejects.toMatchObject({ name: 'ArtifactMismatch' });
    });
  });
});
