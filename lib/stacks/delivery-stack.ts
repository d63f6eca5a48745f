import { Rule } from 'aws-cdk-lib/aws-events';
import { CodePipeline } from 'aws-cdk-lib/aws-events-targets';
import { CfnOutput, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { DELIVERY_VARIABLES } from '../../core/contracts/delivery.ts';
import { DELIVERY_OUTPUTS, stackName } from '../../core/contracts/names.ts';
import type { DeliveryEnvironment } from '../../environments/delivery-environment.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import { Builds } from '../delivery/builds.ts';
import type { Targets } from '../delivery/builds.ts';
import { GitHubRoles } from '../delivery/git-hub-roles.ts';
import { Images } from '../delivery/images.ts';
import { failedStage, Notices } from '../delivery/notices.ts';
import { DeliveryPipeline } from '../delivery/pipeline.ts';
import { PullRequests } from '../delivery/pull-requests.ts';
import { useConnection } from '../delivery/source.ts';
import type { PipelineSource } from '../delivery/source.ts';
import { RETURNS_AFTER } from '../delivery/stages.ts';
import { DeliveryStore } from '../delivery/store.ts';
import { newEventsRole } from '../service-roles.ts';
import { refusePlaceholders } from '../own-accounts.ts';
import { applyCompanyRules } from '../operations/company-rules.ts';

export interface DeliveryStackProps {
  readonly delivery: DeliveryEnvironment;
  readonly targets: Targets;
}

/** What brings a merge to the environments, in an account of its own. */
export class DeliveryStack extends Stack {
  constructor(scope: Construct, { delivery, targets }: DeliveryStackProps) {
    const { account, region, terminationProtection, source, logRetentionDays } = delivery;
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
    if (source.from === 'github-actions') {
      const { repository } = source;
      new GitHubRoles(this, 'GitHub', { repository, pullRequests: delivery.pullRequests, targets, store, images });
    } else {
      this.addPipelines(delivery, { source, targets, store, images });
    }
    tellOutputs(this, { store, images });
    refusePlaceholders(this, [delivery, ...Object.values(targets)]);
    applyCompanyRules(this, delivery);
  }

  private addPipelines(delivery: DeliveryEnvironment, { source, ...parts }: PipelineParts): void {
    const { branches, approval, notifications, pullRequests, logRetentionDays } = delivery;
    const { targets, store } = parts;
    const fetchSource = source.from === 'connection' ? [useConnection(source.connectionArn)] : [];
    const builds = new Builds(this, 'Builds', { ...parts, logRetentionDays, fetchSource });
    const notices = new Notices(this, 'Notices', { notifications, approval, key: store.key });
    const approvalTopic = notices.approvals;
    const shared = { source, fetchSource, targets, store, builds, approvalTopic, approval };
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
      targets: [new CodePipeline(back.pipeline, { eventRole: newEventsRole(back.pipeline) })],
    });
    notices.tellFailures([main, release, back].map(({ pipeline }) => pipeline.pipelineName));
    if (source.from === 'connection' && pullRequests !== 'none') {
      new PullRequests(this, 'PullRequests', { ...parts, source, into: branches.main, pullRequests, logRetentionDays });
    }
  }
}

interface PipelineParts {
  readonly source: PipelineSource;
  readonly targets: Targets;
  readonly store: DeliveryStore;
  readonly images: Images;
}

/** What a person tells `npm run deliver` from a laptop, and GitHub's runners by variables of the repository. */
function tellOutputs(scope: Construct, { store, images }: Pick<PipelineParts, 'store' | 'images'>): void {
  new CfnOutput(scope, DELIVERY_OUTPUTS.store, {
    value: `s3://${store.bucket.bucketName}`,
    description: `${DELIVERY_VARIABLES.store}: what was built, deployed and confirmed`,
  });
  new CfnOutput(scope, DELIVERY_OUTPUTS.images, {
    value: images.repository.repositoryUri,
    description: `${DELIVERY_VARIABLES.imageRepository}: the images of the container tasks`,
  });
}

function runsContainers({ compute }: PlatformEnvironment): boolean {
  return Object.values(compute).some(({ on }) => on === 'container');
}
