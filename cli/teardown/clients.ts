import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SFNClient } from '@aws-sdk/client-sfn';

/** The services that a teardown speaks to, with the credentials of whoever calls. */
export function clientsOf(region: string) {
  return {
    stacks: new CloudFormationClient({ region }),
    buckets: new S3Client({ region }),
    keys: new KMSClient({ region }),
    models: new SageMakerClient({ region }),
    machines: new SFNClient({ region }),
  };
}
export type Clients = ReturnType<typeof clientsOf>;
