import { fileURLToPath } from 'node:url';
import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { IgnoreMode, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What the Dockerfile copies: nothing else changes the image's hash, or is even looked at. */
const SOURCES = ['.npmrc', 'tsconfig.json', 'core', 'tables', 'containers', 'scripts/bundling.mjs'];

/** `-c baseImage=NAME:TAG@sha256:...`: another base than the Dockerfile's, or the same one as somebody has looked at it. */
const BASE_IMAGE = 'baseImage';
const REFERENCE = /^([\w.-]+(?::\d+)?(?:\/[\w.-]+)*(?::[\w.-]+)?)(?:@(sha256:[0-9a-f]{64}))?$/;

export const PULL_IMAGE = [
  'ecr:BatchGetImage',
  'ecr:GetDownloadUrlForLayer',
  'ecr:BatchCheckLayerAvailability',
] as const;
export const LOOK_UP_IMAGE = ['ecr:BatchGetImage', 'ecr:DescribeImages'] as const;

/** `-c image=REPOSITORY@sha256:...`: the image that the delivery has built once, for all environments. */
const BUILT_IMAGE = 'image';
const BUILT =
  /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/(?<name>[a-z0-9._/-]+)@sha256:[0-9a-f]{64}$/;

/** The image of the container tasks: the one that is named, or an asset, which `cdk deploy` builds. To synthesize needs no Docker. */
export class ForecasterImage extends Construct {
  readonly uri: string;
  private readonly repositoryArn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const built: unknown = this.node.tryGetContext(BUILT_IMAGE);
    const { uri, repositoryArn } = built === undefined ? assetOf(this) : builtImage(this, built);
    this.uri = uri;
    this.repositoryArn = repositoryArn;
  }

  /** Where the repository is another account's, its own policy lets this one in (lib/delivery/images.ts). */
  grantPull(grantee: IGrantable): void {
    Grant.addToPrincipal({ grantee, actions: [...PULL_IMAGE], resourceArns: [this.repositoryArn] });
    // Logging in to a registry is not an action on a repository: AWS knows it for '*' only.
    Grant.addToPrincipal({ grantee, actions: ['ecr:GetAuthorizationToken'], resourceArns: ['*'] });
  }

  /** As AWS's own AmazonSageMakerModelRegistryFullAccess has it. */
  grantLookUp(grantee: IGrantable): void {
    Grant.addToPrincipal({ grantee, actions: [...LOOK_UP_IMAGE], resourceArns: [this.repositoryArn] });
  }
}

interface Image {
  readonly uri: string;
  readonly repositoryArn: string;
}

function assetOf(scope: Construct): Image {
  const buildArgs = baseArguments(scope.node.tryGetContext(BASE_IMAGE));
  const asset = new DockerImageAsset(scope, 'Image', {
    directory: ROOT,
    file: 'containers/forecaster/image/Dockerfile',
    ...(buildArgs === undefined ? {} : { buildArgs }),
    platform: Platform.LINUX_AMD64,
    ignoreMode: IgnoreMode.DOCKER,
    exclude: ['*', ...SOURCES.map((source) => `!${source}`)],
  });
  return { uri: asset.imageUri, repositoryArn: asset.repository.repositoryArn };
}

/** By its digest alone: a tag would be whatever somebody pushed last. */
function builtImage(scope: Construct, given: unknown): Image {
  const stack = Stack.of(scope);
  const base: unknown = scope.node.tryGetContext(BASE_IMAGE);
  if (base !== undefined) {
    throw new PlatformError(ERROR_NAMES.environmentInvalid, {
      problem: `the context value ${BASE_IMAGE} is of no use with ${BUILT_IMAGE}: that one is built already`,
      got: base,
      allowed: `either ${BASE_IMAGE} or ${BUILT_IMAGE}`,
    });
  }
  const { account, region, name } = (typeof given === 'string' ? BUILT.exec(given)?.groups : undefined) ?? {};
  if (typeof given === 'string' && name !== undefined && region === stack.region) {
    const repository = { service: 'ecr', resource: 'repository', resourceName: name, region };
    return {
      uri: given,
      repositoryArn: stack.formatArn({ ...repository, ...(account === undefined ? {} : { account }) }),
    };
  }
  throw new PlatformError(ERROR_NAMES.environmentInvalid, {
    problem: `the context value ${BUILT_IMAGE} names no image of ECR in ${stack.region} by its digest`,
    got: given,
    allowed: `ACCOUNT.dkr.ecr.${stack.region}.amazonaws.com/NAME@sha256: and 64 hexadecimal digits`,
    hint: "'npm run deliver -- image' prints it; leave it out to build the image with the deployment",
  });
}

/** The Dockerfile's arguments. */
function baseArguments(given: unknown): Record<string, string> | undefined {
  if (given === undefined) return undefined;
  const [, name, digest] = (typeof given === 'string' ? REFERENCE.exec(given) : undefined) ?? [];
  if (name !== undefined) return { BASE_IMAGE: name, ...(digest === undefined ? {} : { BASE_DIGEST: digest }) };
  throw new PlatformError(ERROR_NAMES.environmentInvalid, {
    problem: `the context value ${BASE_IMAGE} does not name an image`,
    got: given,
    allowed: 'NAME, NAME:TAG, and either with @sha256: and 64 hexadecimal digits',
    hint: "'docker buildx imagetools inspect NAME:TAG' shows the digest",
  });
}
