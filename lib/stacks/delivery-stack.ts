import { Rule } from 'aws-cdk-lib/aws-events';
import { CodePipeline } from 'aws-cdk-lib/aws-events-targets';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { stackName } from '../../core/contracts/names.ts';
import type { DeliveryEnvironment } from '../../environments/delivery-environment.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import { Builds } from '../delivery/builds.ts';
import type { Targets } from '../delivery/builds.ts';
import { Images } from '../delivery/images.ts';
import { failedStage, Notices } from '../delivery/notices.ts';
import { DeliveryPipeline } from '../delivery/pipeline.ts';
import { useConnection } from '../delivery/source.ts';
import { RETURNS_AFTER } from '../delivery/stages.ts';
import { DeliveryStore } from '../delivery/store.ts';
import { refusePlaceholders } from '../own-accounts.ts';
import { applyCompanyRules } from '../operations/company-rules.ts';

export interface DeliveryStackProps {
  readonly delivery: DeliveryEnvironment;
  readonly targets: Targets;
}

/** What brings a merge to the environments, in an account of its own. */
export class DeliveryStack extends Stack {
  constructor(scope: Construct, { delivery, targets }: DeliveryStackProps) {
    const { account, region, terminationProtection, source, logRetentionDays, approval, notifications } = delivery;
    super(scope, stackName(delivery), {
      env: { account, region },
      terminationProtection,
      description: 'Brings a merge to the environments of the forecasting platform',
    });
    const store = new DeliveryStore(this, 'Store', { accessLogDays: logRetentionDays });
    const accounts = Object.values(targets)
      .filter(runsContainers)
      .map((target) => target.account);
    const images = new Images(this, 'Images', { key: store.key, accounts });
    if (source.from !== 'github-actions') {
      const fetchSource = source.from === 'connection' ? [useConnection(source.connectionArn)] : [];
      const builds = new Builds(this, 'Builds', { store, images, logRetentionDays, targets, fetchSource });
      const notices = new Notices(this, 'Notices', { notifications, approval, key: store.key });
      this.addPipelines(delivery, {
        source,
        fetchSource,
        targets,
        store,
        builds,
        approvalTopic: notices.approvals,
        notices,
      });
    }
    refusePlaceholders(this, [delivery, ...Object.values(targets)]);
    applyCompanyRules(this, delivery);
  }

  private addPipelines(
    { branches, acceptance, approval }: DeliveryEnvironment,
    { notices, ...parts }: PipelineParts & { readonly notices: Notices },
  ): void {
    const shared = { ...parts, acceptance, approval };
    const main = new DeliveryPipeline(this, 'main', { ...shared, branch: branches.main, startedBy: 'a-merge' });
    const release = new DeliveryPipeline(this, 'release', {
      ...shared,
      branch: branches.release,
      startedBy: 'a-merge',
    });
    const back = new DeliveryPipeline(this, 'return', { ...shared, branch: branches.release, startedBy: 'others' });
    new Rule(this, 'ReturnAfterFailure', {
      description: 'A commit that does not stand in prod makes room for the last good one',
      eventPattern: failedStage([release.pipeline.pipelineName], RETURNS_AFTER.stage),
      targets: [new CodePipeline(back.pipeline)],
    });
    notices.tellFailures([main, release, back].map(({ pipeline }) => pipeline.pipelineName));
  }
}

type PipelineParts = Omit<
  ConstructorParameters<typeof DeliveryPipeline>[2],
  'branch' | 'startedBy' | 'acceptance' | 'approval'
>;

function runsContainers({ compute }: PlatformEnvironment): boolean {
  return Object.values(compute).some(({ on }) => on === 'container');
}
