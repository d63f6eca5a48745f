/** Names that AWS knows resources by, and by which a command finds them: built here and nowhere else. */
export function stackName(environment: string): string {
  return `forecasting-${environment}`;
}

export function machineName(stack: string, machine: string): string {
  return `${stack}-${machine}`;
}

export interface Account {
  readonly account: string;
  readonly region: string;
}

export function machineArn({ account, region }: Account, name: string): string {
  return `arn:aws:states:${region}:${account}:stateMachine:${name}`;
}
