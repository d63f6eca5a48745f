import { CfnOutput } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { MACHINES } from '../../core/contracts/machine-inputs.ts';
import { LAYERS } from '../../core/contracts/layers.ts';
import { OUTPUTS } from '../../core/contracts/names.ts';
import { DATASETS } from '../../datasets/index.ts';
import type { Medallion } from '../data/medallion.ts';
import type { SigningKey } from '../data/signing-key.ts';
import type { Machines } from '../machines/machines.ts';
import type { Notifications } from '../operations/notifications.ts';

export interface OutputsProps {
  readonly medallion: Medallion;
  /** Of the data's key. */
  readonly keyArn: string;
  readonly notifications: Notifications;
  readonly signingKey: SigningKey;
  readonly auditKey: SigningKey;
  readonly machines: Machines;
  readonly datasets: readonly string[];
}

/**
 * What the stack tells whoever deployed it, and every command with `--env` (adapters/aws/stack-outputs.ts). None is exported: an export's name
 * is the account's, and would tie other stacks to this one.
 */
export function tellOutputs(
  scope: Construct,
  { medallion, keyArn, notifications, signingKey, auditKey, machines, datasets }: OutputsProps,
): void {
  const tell = (name: string, value: string, description: string) => {
    new CfnOutput(scope, name, { value, description });
  };
  const landing = medallion.bucketName('landing');
  for (const { name, source } of DATASETS.filter((dataset) => datasets.includes(dataset.name))) {
    if (source.of !== undefined) continue;
    tell(OUTPUTS.landing(name), `s3://${landing}/${source.prefix}`, `Where deliveries of the data set ${name} are put`);
  }
  for (const layer of LAYERS)
    tell(OUTPUTS.bucketName(layer), medallion.bucketName(layer), `The bucket of the layer ${layer}`);
  for (const machine of MACHINES) {
    tell(OUTPUTS.machineArn(machine), machines[machine].stateMachine.stateMachineArn, `The state machine ${machine}`);
  }
  tell(OUTPUTS.dataKeyArn, keyArn, 'The key that the data are encrypted with');
  tell(OUTPUTS.topicArn, notifications.topicArn, 'Where people are told what happened');
  tell(OUTPUTS.signingKeyRing, signingKey.ring, 'The keys that models are signed with, oldest first');
  tell(OUTPUTS.auditKeyRing, auditKey.ring, 'The keys that the record of moves is signed with, oldest first');
}
