/** The parts of `arn:partition:service:region:account:rest`. */
interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly rest: string;
}

export function parseArn(text: string): Arn | undefined {
  const [prefix, partition, service, region, account, ...rest] = text.split(':');
  if (prefix !== 'arn' || rest.length === 0) return undefined;
  return { partition, service, region, account, rest: rest.join(':') };
}

/** Recordings of AWS stand under `arn:<partition>:...`: their names are placeholders, which AWS itself would refuse. */
export function isMasked(arn: string): boolean {
  return arn.startsWith('arn:<');
}

/** @param machineArn `arn:...:stateMachine:<name>`. @throws when it is not one. */
export function machineNameOf(machineArn: string): string {
  const name = parseArn(machineArn)?.rest.match(/^stateMachine:([^:]+)$/)?.[1];
  if (name === undefined) throw new Error(`'${machineArn}' is not the ARN of a state machine`);
  return name;
}

export function executionArnOf(machineArn: string, name: string): string {
  return `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}

export function mapRunArnOf(machineArn: string, label: string, id: string): string {
  return `${machineArn.replace(':stateMachine:', ':mapRun:')}/${label}:${id}`;
}

/** The role that `$states.context.Execution.RoleArn` shows: nothing assumes it locally. */
export function roleArnOf(machineArn: string): string {
  const arn = parseArn(machineArn);
  return `arn:${arn?.partition}:iam::${arn?.account}:role/${machineNameOf(machineArn)}`;
}
