import { Repository, RepositoryEncryption, TagMutability, TagStatus } from 'aws-cdk-lib/aws-ecr';
import { AccountPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { DELIVERY_LOGICAL_IDS } from '../../core/contracts/names.ts';
import { pinLogicalId } from '../cfn-resource.ts';
import { LOOK_UP_IMAGE, PULL_IMAGE } from '../compute/forecaster-image.ts';

export interface ImagesProps {
  readonly key: IKey;
  /** Whose jobs run the images. */
  readonly accounts: readonly string[];
}

/** The images of the container tasks, one a commit, by its tag for ever. */
export class Images extends Construct {
  readonly repository: Repository;

  constructor(scope: Construct, id: string, { key, accounts }: ImagesProps) {
    super(scope, id);
    this.repository = new Repository(this, 'Repository', {
      imageTagMutability: TagMutability.IMMUTABLE,
      imageScanOnPush: true,
      encryption: RepositoryEncryption.KMS,
      encryptionKey: key,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    pinLogicalId(this.repository, DELIVERY_LOGICAL_IDS.images);
    // What a broken push left. An image with its commit's tag may run somewhere, or be what an environment returns to: no rule can tell, so none expires.
    this.repository.addLifecycleRule({ tagStatus: TagStatus.UNTAGGED, maxImageAge: Duration.days(14) });
    for (const account of new Set(accounts)) {
      this.repository.addToResourcePolicy(
        new PolicyStatement({
          principals: [new AccountPrincipal(account)],
          actions: [...new Set([...PULL_IMAGE, ...LOOK_UP_IMAGE])],
        }),
      );
    }
  }
}
