import { fileURLToPath } from 'node:url';
import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { IgnoreMode } from 'aws-cdk-lib/core';
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

/** The image of the container tasks. `cdk deploy` builds it; to synthesize needs no Docker. */
export class ForecasterImage extends Construct {
  readonly uri: string;
  private readonly asset: DockerImageAsset;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const buildArgs = baseArguments(this.node.tryGetContext(BASE_IMAGE));
    this.asset = new DockerImageAsset(this, 'Image', {
      directory: ROOT,
      file: 'containers/forecaster/image/Dockerfile',
      ...(buildArgs === undefined ? {} : { buildArgs }),
      platform: Platform.LINUX_AMD64,
      ignoreMode: IgnoreMode.DOCKER,
      exclude: ['*', ...SOURCES.map((source) => `!${source}`)],
    });
    this.uri = this.asset.imageUri;
  }

  grantPull(grantee: IGrantable): void {
    Grant.addToPrincipal({ grantee, actions: [...PULL_IMAGE], resourceArns: [this.asset.repository.repositoryArn] });
    // Logging in to a registry is not an action on a repository: AWS knows it for '*' only.
    Grant.addToPrincipal({ grantee, actions: ['ecr:GetAuthorizationToken'], resourceArns: ['*'] });
  }

  /** As AWS's own AmazonSageMakerModelRegistryFullAccess has it. */
  grantLookUp(grantee: IGrantable): void {
    Grant.addToPrincipal({ grantee, actions: [...LOOK_UP_IMAGE], resourceArns: [this.asset.repository.repositoryArn] });
  }
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
