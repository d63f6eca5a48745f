import { registryKeys, tableKeys } from '../../core/contracts/keys.ts';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ENVIRONMENT_VARIABLES } from '../../core/contracts/environment-variables.ts';
import type { BuildInfo, Ports } from '../../core/ports.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import type { Right, StepRow } from '../../lambdas/step-row.ts';
import { STEPS, type StepName } from '../../lambdas/steps.ts';
import type { Medallion } from '../data/medallion.ts';
import type { ModelRegistry } from '../data/model-registry.ts';
import type { SharedData } from '../data/shared-data.ts';
import type { Notifications } from '../operations/notifications.ts';
import type { Tracking } from '../operations/tracking.ts';
import { PlatformFunction } from './platform-function.ts';
import type { FunctionSetting } from './platform-function.ts';
import type { SigningKey } from '../data/signing-key.ts';

export interface StepsProps extends Omit<Granters, 'uncommittedCode'> {
  readonly setting: FunctionSetting;
  readonly environment: Pick<PlatformEnvironment, 'steps' | 'uncommittedCode' | 'approval'>;
}

/** What a step's row may give it. */
interface Granters {
  readonly medallion: Medallion;
  readonly notifications: Notifications;
  readonly signingKey: SigningKey;
  readonly auditKey: SigningKey;
  readonly registry: ModelRegistry;
  readonly tracking: Tracking;
  readonly shared: SharedData;
  readonly build: BuildInfo;
  readonly uncommittedCode: Ports['uncommittedCode'];
}

/** A step writes to its disk nothing worth mentioning: Lambda's smallest. */
const STORAGE_MIB = 512;

/** The Production pointer of every data set, the record of its moves, which says where a roll-back may go, and their index. Not those of replays. */
const POINTERS = [registryKeys.production('*'), `${registryKeys.moves('*')}*`, registryKeys.moveIndex('*', '*')];

/** What people have ruled on deliveries. */
const RULINGS = [`${tableKeys.rulings('*')}*`];

/** The Lambda function of every step that is called, each with the rights of its row. */
export class Steps extends Construct {
  private readonly functions = new Map<StepName, PlatformFunction>();

  constructor(scope: Construct, id: string, { setting, environment, ...parts }: StepsProps) {
    super(scope, id);
    const { steps: size, uncommittedCode } = environment;
    for (const [step, row] of stepsOf(environment)) {
      const roleName = parts.shared.roleName(this, step, row);
      const lambda = new PlatformFunction(this, step, { ...setting, ...size, storageMiB: STORAGE_MIB, step, roleName });
      lambda.addEnvironment(ENVIRONMENT_VARIABLES.stack, lambda.stack.stackName);
      this.functions.set(step, lambda);
      grantRow(lambda, row, { ...parts, uncommittedCode });
    }
    const rolesThatMay = (right: Right) => stepsThatMay(right).map((step) => this.of(step).role!);
    parts.medallion.reserve('artifacts', POINTERS, rolesThatMay('moveProduction'));
    parts.medallion.reserve('bronze', RULINGS, rolesThatMay('rule'));
  }

  of(step: StepName): PlatformFunction {
    return this.functions.get(step)!;
  }
}

/** All, but for what no machine of the environment calls: where nobody is asked for approval, nothing may ask. */
function stepsOf({ approval }: Pick<PlatformEnvironment, 'approval'>): [StepName, StepRow][] {
  const isCalled = (step: StepName) => step !== 'request-approval' || approval.required === 'always';
  return entriesOf<StepName, StepRow>(STEPS).filter(([step]) => isCalled(step));
}

/** The rights and the configuration of each port that the step takes: one cannot be had without the other. */
function grantRow(lambda: PlatformFunction, { ports, may, access }: StepRow, parts: Granters): void {
  const { medallion, signingKey, auditKey, registry, notifications, tracking, shared, build, uncommittedCode } = parts;
  medallion.grantAccess(lambda, access);
  const grants = {
    signer: () => signingKey.grantSign(lambda),
    keys: () => signingKey.grantVerify(lambda),
    auditSigner: () => auditKey.grantSign(lambda),
    auditKeys: () => auditKey.grantVerify(lambda),
    registry: () => {
      registry.grantRead(lambda);
      if (may.includes('register')) registry.grantRegister(lambda);
      if (may.includes('setStage')) registry.grantSetStage(lambda);
    },
    notifier: () => notifications.grantPublish(lambda),
    shared: () => shared.grantRead(lambda),
    tracker: () => tracking.grantTrack(lambda),
    alarms: () => grantReadAlarms(lambda),
    build: () => tellBuild(lambda, build),
    uncommittedCode: () => lambda.addEnvironment(ENVIRONMENT_VARIABLES.uncommittedCode, uncommittedCode),
  } satisfies Partial<Record<keyof Ports, () => void>>;
  for (const [port, grant] of entriesOf<keyof typeof grants, () => void>(grants)) if (ports.includes(port)) grant();
}

/** Composite alarms are shown to those alone who may see all: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
function grantReadAlarms(lambda: PlatformFunction): void {
  Grant.addToPrincipal({ grantee: lambda, actions: ['cloudwatch:DescribeAlarms'], resourceArns: ['*'] });
}

function stepsThatMay(right: Right): StepName[] {
  return entriesOf<StepName, StepRow>(STEPS).flatMap(([step, { may }]) => (may.includes(right) ? [step] : []));
}

/** Only the step that records it knows the commit: a commit that changes no code then updates one function, not all. */
function tellBuild(lambda: PlatformFunction, { commit, image, libraries }: BuildInfo): void {
  lambda.addEnvironment(ENVIRONMENT_VARIABLES.commit, commit);
  lambda.addEnvironment(ENVIRONMENT_VARIABLES.image, image);
  lambda.addEnvironment(ENVIRONMENT_VARIABLES.libraries, JSON.stringify(libraries));
}

function entriesOf<Name extends string, Value>(table: Readonly<Record<Name, Value>>): [Name, Value][] {
  return Object.entries(table) as [Name, Value][];
}
