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
import { numberIn, requireOfRun, requireOwnPackage, requireRecordOf } from './require-own-package.ts';
import { METADATA, packageRequest, stageFields, stageOf } from './model-package.ts';
import {
  describePackage,
  ensureGroup,
  findPackage,
  packageGroupOf,
  packagesOf,
  type GroupTags,
  type PackageGroup,
} from './package-group.ts';
import { PackageRecords, type Registered } from './package-records.ts';

/** SageMaker allows few describing calls a second. */
const DESCRIBED_AT_ONCE = 8;

export interface RegistryPlace {
  readonly stack: string;
  readonly store: ObjectStore;
  readonly clock: Clock;
  /** For the groups that are created; who registers nothing needs none. */
  readonly tags?: GroupTags | undefined;
}

/**
 * SageMaker's model registry: one model package group a data set and stack, one package a version, whose number SageMaker gives. The complete
 * record lies in the artifacts bucket, cited by its hash. A package is a version once `packages/<runId>.json` names it: of two that
 * one run made (twice at the same time, or again after a crash) the other one stays in SageMaker, and is no version.
 */
export class SageMakerRegistry implements ModelRegistry {
  private readonly records: PackageRecords;
  private readonly stack: string;
  private readonly clock: Clock;
  private readonly tags: GroupTags;

  constructor(
    private readonly client: SageMakerClient,
    { stack, store, clock, tags = {} }: RegistryPlace,
  ) {
    this.records = new PackageRecords(store);
    this.stack = stack;
    this.clock = clock;
    this.tags = tags;
  }

  async register(version: NewModelVersion): Promise<ModelVersion> {
    const { dataset, runId } = version;
    const before = await this.records.registered(dataset, runId);
    if (before !== undefined) return this.versionOf(dataset, before);
    const { record, isKnown, files } = await this.records.keep({ ...version, registeredAtMs: this.clock.nowMs() });
    const group = this.groupOf(dataset);
    await ensureGroup(this.client, group, this.tags);
    const left = isKnown ? await findPackage(this.client, group, runId) : undefined;
    const arn = left ?? (await createPackage(this.client, packageRequest(record, { ...files, group: group.name })));
    const registered = await this.records.keepRegistered(dataset, { runId, version: numberIn(arn), arn });
    return { ...record, version: registered.version };
  }

  async describe(dataset: string, version: number): Promise<ModelVersion> {
    return this.versionOf(dataset, await this.registeredAs(dataset, version));
  }

  async list(dataset: string): Promise<readonly ModelVersion[]> {
    return inBatches(await this.records.allRegistered(dataset), (one) => this.versionOf(dataset, one));
  }

  async stages(dataset: string): Promise<ReadonlyMap<number, Stage>> {
    const registered = await this.records.allRegistered(dataset);
    if (registered.length === 0) return new Map();
    const lifeCycles = new Map<string | undefined, string | undefined>();
    for await (const { ModelPackageArn, ModelLifeCycle } of packagesOf(this.client, this.groupOf(dataset))) {
      lifeCycles.set(ModelPackageArn, ModelLifeCycle?.Stage);
    }
    return new Map(
      await inBatches(registered, async (one) => {
        const listed = lifeCycles.get(one.arn);
        return [one.version, listed === undefined ? await this.describedStage(dataset, one) : stageOf(listed)] as const;
      }),
    );
  }

  async stage(dataset: string, version: number): Promise<Stage> {
    return this.describedStage(dataset, await this.registeredAs(dataset, version));
  }

  async setStage(dataset: string, version: number, stage: Stage): Promise<void> {
    const registered = await this.registeredAs(dataset, version);
    const { CustomerMetadataProperties } = await this.packageOf(dataset, registered);
    await this.client.send(
      new UpdateModelPackageCommand({
        ModelPackageArn: registered.arn,
        ...stageFields(stage),
        CustomerMetadataProperties: { ...CustomerMetadataProperties, [METADATA.stage]: stage },
      }),
    );
  }

  private groupOf(dataset: string): PackageGroup {
    return packageGroupOf(this.stack, dataset);
  }

  private async registeredAs(dataset: string, version: number): Promise<Registered> {
    const all = await this.records.allRegistered(dataset);
    const found = all.find((registered) => registered.version === version);
    if (found !== undefined) return found;
    throw unknownVersion({ dataset, version, known: all.map((registered) => registered.version) });
  }

  /** @throws ModelVersionUnknown; ArtifactMismatch where it is another package than the version's */
  private async packageOf(dataset: string, registered: Registered): Promise<DescribeModelPackageCommandOutput> {
    const { arn, version } = registered;
    requireOwnPackage(arn, { group: this.groupOf(dataset).name, version });
    const described = await describePackage(this.client, arn);
    if (described !== undefined) {
      requireOfRun(described, registered);
      return described;
    }
    throw new PlatformError(ERROR_NAMES.modelVersionUnknown, {
      problem: `version ${version} of '${dataset}' was registered, but its model package is gone`,
      got: arn,
      hint: 'a deleted version cannot be used again: train and register a new one',
    });
  }

  private async versionOf(dataset: string, registered: Registered): Promise<ModelVersion> {
    const { CustomerMetadataProperties: metadata = {} } = await this.packageOf(dataset, registered);
    const record = await this.records.read(dataset, registered.runId, metadata[METADATA.recordSha256] ?? 'missing');
    requireRecordOf(record, { dataset, runId: registered.runId });
    return { ...record, version: registered.version };
  }

  private async describedStage(dataset: string, registered: Registered): Promise<Stage> {
    const { ModelLifeCycle, CustomerMetadataProperties } = await this.packageOf(dataset, registered);
    return stageOf(ModelLifeCycle?.Stage ?? CustomerMetadataProperties?.[METADATA.stage]);
  }
}

async function createPackage(client: SageMakerClient, request: CreateModelPackageCommand['input']): Promise<string> {
  const { ModelPackageArn } = await client.send(new CreateModelPackageCommand(request));
  if (ModelPackageArn === undefined) throw new TypeError('SageMaker created a model package without an ARN');
  return ModelPackageArn;
}

async function inBatches<T, U>(items: readonly T[], work: (item: T) => Promise<U>): Promise<U[]> {
  const done: U[] = [];
  for (let i = 0; i < items.length; i += DESCRIBED_AT_ONCE) {
    done.push(...(await Promise.all(items.slice(i, i + DESCRIBED_AT_ONCE).map(work))));
  }
  return done;
}
