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

/** `-c baseDigest=sha256:...` names the base image as somebody has looked at it. Without it the build takes what the tag names then. */
const BASE_DIGEST = 'baseDigest';

/** The image of the container tasks. `cdk deploy` builds it; to synthesize needs no Docker. */
export class ForecasterImage extends Construct {
  readonly uri: string;
  private readonly asset: DockerImageAsset;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const digest = parseDigest(this.node.tryGetContext(BASE_DIGEST));
    this.asset = new DockerImageAsset(this, 'Image', {
      directory: ROOT,
      file: 'containers/forecaster/image/Dockerfile',
      ...(digest === undefined ? {} : { buildArgs: { BASE_DIGEST: digest } }),
      platform: Platform.LINUX_AMD64,
      ignoreMode: IgnoreMode.DOCKER,
      exclude: ['*', ...SOURCES.map((source) => `!${source}`)],
    });
    this.uri = this.asset.imageUri;
  }

  grantPull(grantee: IGrantable): void {
    const pull = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchCheckLayerAvailability'];
    Grant.addToPrincipal({ grantee, actions: pull, resourceArns: [this.asset.repository.repositoryArn] });
    // Logging in to a registry is not an action on a repository: AWS knows it for '*' only.
    Grant.addToPrincipal({ grantee, actions: ['ecr:GetAuthorizationToken'], resourceArns: ['*'] });
  }
}

function parseDigest(given: unknown): string | undefined {
  if (given === undefined) return undefined;
  if (typeof given === 'string' && /^sha256:[0-9a-f]{64}$/.test(given)) return given;
  throw new PlatformError(ERROR_NAMES.environmentInvalid, {
    problem: `the context value ${BASE_DIGEST} is no digest of an image`,
    got: given,
    allowed: 'sha256: and 64 hexadecimal digits',
    hint: "'docker buildx imagetools inspect node:24-slim' shows it",
  });
}
