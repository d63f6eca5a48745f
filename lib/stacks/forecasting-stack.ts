import { stackName } from '../../core/contracts/names.ts';
import { Key, type KeyProps } from 'aws-cdk-lib/aws-kms';
import { RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { BuildInfo } from '../../core/ports.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import { pinLogicalId } from '../cfn-resource.ts';
import { jobSites } from '../compute/job-sites.ts';
import { Machines } from '../machines/machines.ts';
import { Medallion } from '../data/medallion.ts';
import { ModelRegistry } from '../data/model-registry.ts';
import { Notifications } from '../operations/notifications.ts';
import { Schedules } from '../operations/schedules.ts';
import { Tracking } from '../operations/tracking.ts';
import { SigningKey } from '../data/signing-key.ts';
import { functionCode } from '../steps/function-code.ts';
import { Steps } from '../steps/steps.ts';
import { tellOutputs } from './outputs.ts';

export interface ForecastingStackProps {
  readonly environment: PlatformEnvironment;
  readonly build: Omit<BuildInfo, 'image'>;
}

/** One environment, whole: `cdk deploy` of an app with more than one stack would ask which. */
export class ForecastingStack extends Stack {
  constructor(scope: Construct, { environment, build }: ForecastingStackProps) {
    const { name, account, region, terminationProtection, storage } = environment;
    super(scope, stackName(name), {
      env: { account, region },
      terminationProtection,
      description: `Time-series forecasting, environment ${name}`,
    });
    const setting = settingOf(environment);
    const { removalPolicy } = setting;
    const key = dataKey(this, { description: `The data of ${stackName(name)}`, removalPolicy });
    const medallion = new Medallion(this, 'Medallion', { storage, key, removalPolicy });
    const notifications = new Notifications(this, 'Notifications', { emails: environment.notificationEmails, key });
    const signingKey = new SigningKey(this, 'Signing', {
      description: `Signs the models of ${stackName(name)}`,
      removalPolicy,
    });
    const sites = jobSites(this, { setting, compute: environment.compute, medallion, keyArn: key.keyArn });
    const steps = new Steps(this, 'Steps', {
      setting,
      size: environment.steps,
      tracking: new Tracking(environment.tracking),
      medallion,
      notifications,
      signingKey,
      registry: new ModelRegistry(this, 'Registry', { datasets: environment.datasets }),
      build: { ...build, image: sites.train.image },
    });
    const machines = new Machines(this, 'Machines', {
      ...setting,
      steps,
      sites,
      keyArn: key.keyArn,
      approval: environment.approval,
      retraining: environment.retraining,
    });
    new Schedules(this, 'Schedules', { machines, schedules: environment.schedules, datasets: environment.datasets });
    tellOutputs(this, { medallion, notifications, signingKey, machines, datasets: environment.datasets });
  }
}

/** What is kept when the stack is deleted goes with a stack whose creation fails: nothing is in it yet, and the next try begins anew. */
function settingOf({ name, logRetentionDays, tracing, storage }: PlatformEnvironment) {
  const removalPolicy = storage.removal === 'retain' ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
  return { environment: name, logRetentionDays, tracing, removalPolicy, code: functionCode() };
}

/** Encrypts every bucket and the topic. */
function dataKey(scope: Construct, props: Pick<KeyProps, 'description' | 'removalPolicy'>): Key {
  const key = new Key(scope, 'DataKey', { enableKeyRotation: true, ...props });
  pinLogicalId(key, 'DataKey');
  return key;
}
