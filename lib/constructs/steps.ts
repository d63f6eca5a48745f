import { Construct } from 'constructs';
import { ENVIRONMENT_VARIABLES } from '../../core/contracts/environment-variables.ts';
import { STEPS } from '../../core/contracts/steps.ts';
import type { StepName } from '../../core/contracts/steps.ts';
import type { BuildInfo } from '../../core/ports.ts';
import type { Environment } from '../../environments/environment.ts';
import type { Medallion } from './medallion.ts';
import type { ModelRegistry } from './model-registry.ts';
import type { Notifications } from './notifications.ts';
import { PlatformFunction } from './platform-function.ts';
import type { FunctionSetting } from './platform-function.ts';
import type { SigningKey } from './signing-key.ts';
import { STEP_ACCESS, STEP_RIGHTS } from './step-access.ts';

export interface StepsProps {
  readonly setting: FunctionSetting;
  readonly size: Environment['steps'];
  readonly medallion: Medallion;
  readonly notifications: Notifications;
  readonly signingKey: SigningKey;
  readonly registry: ModelRegistry;
  readonly tracking: Environment['tracking'];
  readonly build: BuildInfo;
}

/** A step writes to its disk nothing worth mentioning: Lambda's smallest. */
const STORAGE_MIB = 512;

/** The Production pointer of every data set, and the record of its moves, which says where a roll-back may go. Not those of replays. */
const POINTERS = ['registry/*/production.json', 'registry/*/audit/*'];

/** The Lambda function of every step, each with the rights of its line in the access table. */
export class Steps extends Construct {
  private readonly functions = new Map<StepName, PlatformFunction>();

  constructor(scope: Construct, id: string, { setting, size, tracking, build, ...parts }: StepsProps) {
    super(scope, id);
    const { medallion, notifications, signingKey, registry } = parts;
    for (const [step, { module }] of entriesOf(STEPS)) {
      const lambda = new PlatformFunction(this, step, { ...setting, ...size, storageMiB: STORAGE_MIB, step, module });
      medallion.open(lambda, STEP_ACCESS[step]);
      this.functions.set(step, lambda);
    }
    for (const step of STEP_RIGHTS.sign) signingKey.letSign(this.of(step));
    for (const step of STEP_RIGHTS.verify) signingKey.letVerify(this.of(step));
    for (const step of STEP_RIGHTS.readRegistry) registry.letRead(this.of(step));
    for (const step of STEP_RIGHTS.writeRegistry) registry.letWrite(this.of(step));
    for (const step of STEP_RIGHTS.notify) notifications.open(this.of(step));
    if (tracking !== 'files') {
      for (const step of STEP_RIGHTS.track) this.of(step).addEnvironment(ENVIRONMENT_VARIABLES.trackingUri, tracking);
    }
    const movers = STEP_RIGHTS.moveProduction.map((step) => this.of(step).role!);
    medallion.reserve('artifacts', POINTERS, movers);
    tellBuild(this.of('register'), build);
  }

  of(step: StepName): PlatformFunction {
    return this.functions.get(step)!;
  }
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
