import {
  CreateModelPackageGroupCommand,
  DescribeModelPackageCommand,
  DescribeModelPackageGroupCommand,
  SageMakerServiceException,
  paginateListModelPackages,
  type DescribeModelPackageCommandOutput,
  type ModelPackageSummary,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { packageGroupName } from '../../core/contracts/names.ts';
import { METADATA } from './model-package.ts';

/** The versions of one data set of one environment. */
export interface PackageGroup {
  readonly name: string;
  readonly description: string;
}

export function packageGroupOf(stack: string, dataset: string): PackageGroup {
  return {
    name: packageGroupName(stack, dataset),
    description: `Model versions of the data set ${dataset} in ${stack}`,
  };
}

/** Of a group that is created. Its packages have no tags but the group's. */
export type GroupTags = Readonly<Record<string, string>>;

/** Creates the group where there is none; one that exists must not be created again. */
export async function ensureGroup(
  client: SageMakerClient,
  { name, description }: PackageGroup,
  tags: GroupTags,
): Promise<void> {
  if (await groupExists(client, name)) return;
  try {
    await client.send(
      new CreateModelPackageGroupCommand({
        ModelPackageGroupName: name,
        ModelPackageGroupDescription: description,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
  } catch (error) {
    // Another run may have created it in between.
    if (!(await groupExists(client, name))) throw error;
  }
}

async function groupExists(client: SageMakerClient, name: string): Promise<boolean> {
  const found = client.send(new DescribeModelPackageGroupCommand({ ModelPackageGroupName: name }));
  return (await orUnknown(found)) !== undefined;
}

/** undefined when there is no such package. */
export async function describePackage(
  client: SageMakerClient,
  arn: string,
): Promise<DescribeModelPackageCommandOutput | undefined> {
  return orUnknown(client.send(new DescribeModelPackageCommand({ ModelPackageName: arn })));
}

/** The packages of a group that exists, newest first. */
export async function* packagesOf(client: SageMakerClient, group: PackageGroup): AsyncGenerator<ModelPackageSummary> {
  const pages = paginateListModelPackages(
    { client },
    { ModelPackageGroupName: group.name, SortBy: 'CreationTime', SortOrder: 'Descending', MaxResults: 100 },
  );
  for await (const { ModelPackageSummaryList } of pages) yield* ModelPackageSummaryList ?? [];
}

/** The ARN of a package that the run left behind. Asks about one package after the other: only for a run that was cut short. */
export async function findPackage(
  client: SageMakerClient,
  group: PackageGroup,
  runId: string,
): Promise<string | undefined> {
  for await (const { ModelPackageArn: arn } of packagesOf(client, group)) {
    if (arn === undefined) continue;
    const { CustomerMetadataProperties } = (await describePackage(client, arn)) ?? {};
    if (CustomerMetadataProperties?.[METADATA.runId] === runId) return arn;
  }
  return undefined;
}

/** SageMaker says ValidationException to whatever it dislikes; only its message tells what. */
async function orUnknown<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    const isUnknown =
      error instanceof SageMakerServiceException &&
      (error.name === 'ResourceNotFound' ||
        (error.name === 'ValidationException' && /not exist|not found|cannot find/i.test(error.message)));
    if (isUnknown) return undefined;
    throw error;
  }
}
