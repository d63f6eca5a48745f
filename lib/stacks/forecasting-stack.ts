import { SHARED_LAYERS } from '../../core/contracts/layers.ts';
import { ENVIRONMENT_VARIABLES } from '../../core/contracts/environment-variables.ts';
import { machineLogGroupName, SIGNING_KEY_LOGICAL_IDS, stackName } from '../../core/contracts/names.ts';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { BuildInfo } from '../../core/ports.ts';
import type { DeliveryEnvironment } from '../../environments/delivery-environment.ts';
import { DATASETS } from '../../datasets/index.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import { pinLogicalId } from '../cfn-resource.ts';
import { encryptLogs, namedByTheStack } from '../log-encryption.ts';
import { jobSites } from '../compute/job-sites.ts';
import { Network } from '../network.ts';
import { refusePlaceholders } from '../own-accounts.ts';
import { Machines } from '../machines/machines.ts';
import { Catalog } from '../data/catalog.ts';
import { Medallion } from '../data/medallion.ts';
import { ModelRegistry } from '../data/model-registry.ts';
import { DeliveryTarget } from '../delivery/target.ts';
import type { TargetProps } from '../delivery/target.ts';
import { applyCompanyRules } from '../operations/company-rules.ts';
import { addOperations } from '../operations/operations.ts';
import { Notifications } from '../operations/notifications.ts';
import { Tracking } from '../operations/tracking.ts';
import { readersOf, SharedData } from '../data/shared-data.ts';
import { SigningKey } from '../data/signing-key.ts';
import { functionCode } from '../steps/function-code.ts';
import { Steps } from '../steps/steps.ts';
import { tellOutputs } from './outputs.ts';

export interface ForecastingStackProps {
  readonly environment: PlatformEnvironment;
  readonly build: Omit<BuildInfo, 'image'>;
  /** Whose roles are trusted where the pipelines deploy. */
  readonly delivery: DeliveryEnvironment;
}

/** One environment, whole: `cdk deploy` of an app with more than one stack would ask which. */
export class ForecastingStack extends Stack {
  constructor(scope: Construct, { environment, build, delivery }: ForecastingStackProps) {
    const { name, account, region, terminationProtection, datasets, tags, compute } = environment;
    super(scope, stackName(environment), {
      env: { account, region },
      terminationProtection,
      description: `Time-series forecasting, environment ${name}`,
      // CloudFormation takes a million bytes, and half of them would be spaces.
      suppressTemplateIndentation: true,
    });
    const removalPolicy = removalPolicyOf(environment);
    const key = dataKey(this, environment.dataKey, removalPolicy);
    const setting = { ...settingOf(this, environment), removalPolicy, logKey: key };
    const medallion = layersOf(this, environment, { key, removalPolicy });
    const notifications = new Notifications(this, 'Notifications', { environment, key });
    const { signingKey, auditKey } = signingKeys(this, environment.signing, removalPolicy);
    const sites = jobSites(this, { setting, compute, medallion, keyArn: key.keyArn, tags });
    const steps = new Steps(this, 'Steps', {
      setting,
      environment,
      tracking: new Tracking(environment.tracking),
      shared: new SharedData(environment.readsDataOf),
      medallion,
      notifications,
      signingKey,
      auditKey,
      registry: new ModelRegistry(this, 'Registry', { datasets, tags, trainedAt: sites.train }),
      build: { ...build, image: sites.train.image },
    });
    const machines = new Machines(this, 'Machines', {
      ...setting,
      steps,
      sites,
      keyArn: key.keyArn,
      environment,
    });
    addOperations(this, { setting, machines, steps, notifications, medallion, environment });
    tellOutputs(this, { keyArn: key.keyArn, medallion, notifications, signingKey, auditKey, machines, datasets });
    letDeliver(this, { environment, delivery, medallion, key });
    applyCompanyRules(this, environment);
  }
}

/** What is kept when the stack is deleted goes with a stack whose creation fails: nothing is in it yet, and the next try begins anew. */
function removalPolicyOf({ storage }: PlatformEnvironment): RemovalPolicy {
  return storage.removal === 'retain' ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
}

function settingOf(stack: Stack, { name, logRetentionDays, tracing, network }: PlatformEnvironment) {
  const code = functionCode(stack);
  return { environment: name, logRetentionDays, tracing, network: new Network(network), code };
}

/** The buckets, what others may read of them, and the catalog of their tables. */
function layersOf(
  stack: Stack,
  environment: PlatformEnvironment,
  kept: { readonly key: IKey; readonly removalPolicy: RemovalPolicy },
): Medallion {
  const medallion = new Medallion(stack, 'Medallion', { storage: environment.storage, ...kept });
  medallion.share(SHARED_LAYERS, readersOf(environment));
  const datasets = DATASETS.filter(({ name }) => environment.datasets.includes(name));
  new Catalog(stack, 'Catalog', { medallion, datasets });
  return medallion;
}

/** Encrypts every bucket, the topic, the logs, and the outputs and volumes of jobs. */
function dataKey(stack: Stack, arn: PlatformEnvironment['dataKey'], removalPolicy: RemovalPolicy): IKey {
  if (arn !== 'own') return Key.fromKeyArn(stack, 'DataKey', arn);
  const description = `The data of ${stack.stackName}`;
  const key = new Key(stack, 'DataKey', { enableKeyRotation: true, description, removalPolicy });
  pinLogicalId(key, 'DataKey');
  key.addToResourcePolicy(encryptLogs(stack, [namedByTheStack(stack), machineLogGroupName(stack.stackName, '*')]));
  return key;
}

/** Two keys, so that who registers a version cannot sign a record of a move, nor who moves sign a version. */
function signingKeys(stack: Stack, { models, audit }: PlatformEnvironment['signing'], removalPolicy: RemovalPolicy) {
  const { signingKey, auditKey } = ENVIRONMENT_VARIABLES;
  return {
    signingKey: new SigningKey(stack, 'Signing', {
      description: `Signs the models of ${stack.stackName}`,
      removalPolicy,
      generations: models,
      logicalId: SIGNING_KEY_LOGICAL_IDS.models,
      variables: signingKey,
    }),
    auditKey: new SigningKey(stack, 'Audit', {
      description: `Signs who moved Production in ${stack.stackName}`,
      removalPolicy,
      generations: audit,
      logicalId: SIGNING_KEY_LOGICAL_IDS.audit,
      variables: auditKey,
    }),
  };
}

/** Nobody of another account is trusted where a person deploys. */
function letDeliver(stack: Stack, props: TargetProps): void {
  const { environment, delivery } = props;
  const isDelivered = environment.deployedBy === 'pipelines';
  if (isDelivered) new DeliveryTarget(stack, 'Delivery', props);
  refusePlaceholders(stack, isDelivered ? [environment, delivery] : [environment]);
}
