import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { ClientSettings } from '../../hosts/target-role.ts';

/** The services that a teardown speaks to, with the credentials of whoever calls, unless told others. */
export function clientsOf(settings: ClientSettings) {
  return {
    stacks: new CloudFormationClient(settings),
    buckets: new S3Client(settings),
    keys: new KMSClient(settings),
    models: new SageMakerClient(settings),
    machines: new SFNClient(settings),
  };
}
export type Clients = ReturnType<typeof clientsOf>;
