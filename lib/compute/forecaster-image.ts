import { fileURLToPath } from 'node:url';
import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { IgnoreMode } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What the Dockerfile copies: nothing else changes the image's hash, or is even looked at. */
const SOURCES = ['package.json', 'package-lock.json', '.npmrc', 'tsconfig.json', 'core', 'tables', 'containers'];

/** The image of the container tasks. `cdk deploy` builds it; to synthesize needs no Docker. */
export class ForecasterImage extends Construct {
  readonly uri: string;
  private readonly asset: DockerImageAsset;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.asset = new DockerImageAsset(this, 'Image', {
      directory: ROOT,
      file: 'containers/forecaster/Dockerfile',
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
