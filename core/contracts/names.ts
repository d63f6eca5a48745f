import type { Layer } from './layers.ts';

/** Names that AWS knows resources by, and by which a command finds them: built here and nowhere else. */
export function stackName({ name, namePrefix }: NamedEnvironment): string {
  return namePrefix === 'none' ? `forecasting-${name}` : `${namePrefix}-forecasting-${name}`;
}

/** What an environment's literal says of names. */
export interface NamedEnvironment {
  readonly name: string;
  /** Or 'none'. */
  readonly namePrefix: string;
}

export function machineName(stack: string, machine: string): string {
  return `${stack}-${machine}`;
}

/** What a template calls a layer's bucket; AWS chooses the bucket's own name. */
export function bucketLogicalId(layer: Layer): string {
  return `${layer[0]?.toUpperCase()}${layer.slice(1)}Bucket`;
}

/** What a template calls the key that models are signed with. */
export const SIGNING_KEY_LOGICAL_ID = 'SigningKey';

export interface Account {
  readonly account: string;
  readonly region: string;
}

export function machineArn({ account, region }: Account, name: string): string {
  return `arn:aws:states:${region}:${account}:stateMachine:${name}`;
}
