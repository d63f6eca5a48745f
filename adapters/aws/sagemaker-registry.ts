import {
  CreateModelPackageCommand,
  UpdateModelPackageCommand,
  type DescribeModelPackageCommandOutput,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { ModelVersion, NewModelVersion } from '../../core/contracts/model-version.ts';
import type { Stage } from '../../core/contracts/promotion.ts';
import type { Clock, ModelRegistry, ObjectStore } from '../../core/ports.ts';
import { unknownVersion } from '../../lake/unknown-version.ts';
import { METADATA, packageRequest, stageFields, stageOf } from './model-package.ts';
import { describePackage, ensureGroup, findPackage, packagesOf } from './package-group.ts';
import { packageRecords, type Registered } from './package-records.ts';

/** SageMaker allows few describing calls a second. */
const DESCRIBED_AT_ONCE = 8;

/**
 * SageMaker's model registry: one model package group a data set, one package a version, whose number SageMaker gives. The complete
 * record lies in the artifacts bucket, cited by its hash. A package is a version once `packages/<runId>.json` names it: of two that
 * one run made (twice at the same time, or again after a crash) the other one stays in SageMaker, and is no version.
 */
export function sageMakerRegistry(client: SageMakerClient, store: ObjectStore, clock: Clock): ModelRegistry {
  const records = packageRecords(store);

  async function register(version: NewModelVersion): Promise<ModelVersion> {
    const { dataset, runId } = version;
    const before = await records.registered(dataset, runId);
    if (before !== undefined) return versionOf(dataset, before);
    const { record, isKnown, files } = await records.keep({ ...version, registeredAtMs: clock.nowMs() });
    await ensureGroup(client, dataset);
    const left = isKnown ? await findPackage(client, dataset, runId) : undefined;
    const arn = left ?? (await createPackage(client, packageRequest(record, files)));
    const registered = await records.keepRegistered(dataset, { runId, version: numberIn(arn), arn });
    return { ...record, version: registered.version };
  }

  async function registeredAs(dataset: string, version: number): Promise<Registered> {
    const all = await records.allRegistered(dataset);
    const found = all.find((registered) => registered.version === version);
    if (found !== undefined) return found;
    throw unknownVersion({ dataset, version, known: all.map((registered) => registered.version) });
  }

  async function packageOf(dataset: string, { arn, version }: Registered): Promise<DescribeModelPackageCommandOutput> {
    const described = await describePackage(client, arn);
    if (described !== undefined) return described;
    throw new PlatformError(ERROR_NAMES.modelVersionUnknown, {
      problem: `version ${version} of '${dataset}' was registered, but its model package is gone`,
      got: arn,
      hint: 'a deleted version cannot be used again: train and register a new one',
    });
  }

  async function versionOf(dataset: string, registered: Registered): Promise<ModelVersion> {
    const { CustomerMetadataProperties: metadata = {} } = await packageOf(dataset, registered);
    const record = await records.read(dataset, registered.runId, metadata[METADATA.recordSha256] ?? 'missing');
    return { ...record, version: registered.version };
  }

  async function list(dataset: string): Promise<readonly ModelVersion[]> {
    const registered = await records.allRegistered(dataset);
    return inBatches(registered, (one) => versionOf(dataset, one));
  }

  async function stages(dataset: string): Promise<ReadonlyMap<number, Stage>> {
    const registered = await records.allRegistered(dataset);
    if (registered.length === 0) return new Map();
    const lifeCycles = new Map<string | undefined, string | undefined>();
    for await (const { ModelPackageArn, ModelLifeCycle } of packagesOf(client, dataset)) {
      lifeCycles.set(ModelPackageArn, ModelLifeCycle?.Stage);
    }
    return new Map(
      await inBatches(registered, async (one) => {
        const listed = lifeCycles.get(one.arn);
        if (listed !== undefined) return [one.version, stageOf(listed)] as const;
        const { ModelLifeCycle, CustomerMetadataProperties } = await packageOf(dataset, one);
        return [one.version, stageOf(ModelLifeCycle?.Stage ?? CustomerMetadataProperties?.[METADATA.stage])] as const;
      }),
    );
  }

  async function setStage(dataset: string, version: number, stage: Stage): Promise<void> {
    const registered = await registeredAs(dataset, version);
    const { CustomerMetadataProperties } = await packageOf(dataset, registered);
    await client.send(
      new UpdateModelPackageCommand({
        ModelPackageArn: registered.arn,
        ...stageFields(stage),
        CustomerMetadataProperties: { ...CustomerMetadataProperties, [METADATA.stage]: stage },
      }),
    );
  }

  return {
    register,
    describe: async (dataset, version) => versionOf(dataset, await registeredAs(dataset, version)),
    list,
    stages,
    setStage,
  };
}

async function createPackage(client: SageMakerClient, request: CreateModelPackageCommand['input']): Promise<string> {
  const { ModelPackageArn } = await client.send(new CreateModelPackageCommand(request));
  if (ModelPackageArn === undefined) throw new TypeError('SageMaker created a model package without an ARN');
  return ModelPackageArn;
}

/** arn:aws:sagemaker:<region>:<account>:model-package/<group>/<version> */
function numberIn(arn: string): number {
  return Number(arn.slice(arn.lastIndexOf('/') + 1));
}

async function inBatches<T, U>(items: readonly T[], work: (item: T) => Promise<U>): Promise<U[]> {
  const done: U[] = [];
  for (let i = 0; i < items.length; i += DESCRIBED_AT_ONCE) {
    done.push(...(await Promise.all(items.slice(i, i + DESCRIBED_AT_ONCE).map(work))));
  }
  return done;
}
