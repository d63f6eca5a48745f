import type { Stack } from '@aws-sdk/client-cloudformation';
import { LAYERS } from '../../core/contracts/layers.ts';

/** What CloudFormation tells about a deployed environment. */
export function deployedStack({
  name,
  account,
  region,
}: {
  readonly name: string;
  readonly account: string;
  readonly region: string;
}): Stack {
  const stack = `forecasting-${name}`;
  const machine = (short: string) => `arn:aws:states:${region}:${account}:stateMachine:${stack}-${short}`;
  const outputs = {
    ...Object.fromEntries(
      LAYERS.map((layer) => [`${layer[0].toUpperCase()}${layer.slice(1)}BucketName`, `${name}-${layer}`]),
    ),
    PromoteMachineArn: machine('promote'),
    RollBackMachineArn: machine('roll-back'),
    SigningKeyRing: JSON.stringify([{ arn: `arn:aws:kms:${region}:${account}:key/signing`, withdrawnFrom: 'never' }]),
    AuditKeyRing: JSON.stringify([{ arn: `arn:aws:kms:${region}:${account}:key/audit`, withdrawnFrom: 'never' }]),
  };
  return {
    StackName: stack,
    StackId: `arn:aws:cloudformation:${region}:${account}:stack/${stack}/0c0ffee0`,
    CreationTime: new Date(0),
    StackStatus: 'CREATE_COMPLETE',
    Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
  };
}
