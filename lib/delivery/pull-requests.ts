import { EventAction, FilterGroup, Source } from 'aws-cdk-lib/aws-codebuild';
import type { ISource } from 'aws-cdk-lib/aws-codebuild';
import { Construct } from 'constructs';
import type { DeliveryEnvironment } from '../../environments/delivery-environment.ts';
import { resourceOf } from '../cfn-resource.ts';
import { BuildProject } from './build-project.ts';
import type { BuildSetting } from './build-project.ts';
import type { Targets } from './builds.ts';
import { BUILD_VARIABLES, PULL_REQUEST_BUILDS } from './commands.ts';
import { deployTo, takeTargetRole } from './rights.ts';
import { useConnection } from './source.ts';

type ConnectedSource = Extract<DeliveryEnvironment['source'], { from: 'connection' }>;

export interface PullRequestsProps extends BuildSetting {
  readonly source: ConnectedSource;
  /** The branch that they want to be merged to. */
  readonly into: string;
  readonly pullRequests: DeliveryEnvironment['pullRequests'];
  readonly targets: Targets;
}

/** https://docs.aws.amazon.com/codebuild/latest/userguide/connections-github-app.html, and what CodeBuild asks for when it makes the project. */
const READ_REPOSITORY = ['GetConnection', 'GetConnectionToken', 'UseConnection'];

/** Who may let CodeBuild run what came from a fork; https://docs.aws.amazon.com/codebuild/latest/userguide/pull-request-build-policy.html */
const MAINTAINERS = ['GITHUB_WRITE', 'GITHUB_MAINTAIN', 'GITHUB_ADMIN'];

/**
 * Refuses, before any of its code runs, what is not the head of a branch of the repository itself: a fork's commit is none. (A fork's pull request
 * names its branch just as one of ours does, so that no filter of a webhook tells them apart.)
 */
const OWN_BRANCH_ONLY =
  'test "$(git ls-remote origin "$CODEBUILD_WEBHOOK_HEAD_REF" | cut -f1)" = "$CODEBUILD_RESOLVED_SOURCE_VERSION"';

const TELL_COMMANDS = [
  `export ${BUILD_VARIABLES.commit}="$CODEBUILD_RESOLVED_SOURCE_VERSION"`,
  `export ${BUILD_VARIABLES.pullRequest}="\${CODEBUILD_WEBHOOK_TRIGGER#pr/}"`,
];

/** What a pull request on GitHub starts: CodePipeline would tell GitHub nothing, a project with a webhook reports its status. */
export class PullRequests extends Construct {
  constructor(scope: Construct, id: string, { source, into, pullRequests, targets, ...setting }: PullRequestsProps) {
    super(scope, id);
    const { 'pull-request-check': check, 'pull-request-deploy': deploy } = PULL_REQUEST_BUILDS;
    const rights = [useConnection(source.connectionArn, READ_REPOSITORY)];
    const gitHub = () => sourceOf(source, into);
    connect(
      new BuildProject(this, 'pull-request-check', { ...setting, build: check, rights, source: gitHub() }),
      source,
    );
    if (pullRequests !== 'checked-and-deployed') return;
    connect(
      new BuildProject(this, 'pull-request-deploy', {
        ...setting,
        build: deploy,
        first: [OWN_BRANCH_ONLY, ...TELL_COMMANDS],
        asksGit: true,
        rights: [
          ...rights,
          deployTo(this, targets[deploy.deploysTo]),
          takeTargetRole(this, targets[deploy.deploysTo], 'pulls'),
        ],
        source: gitHub(),
      }),
      source,
    );
  }
}

function sourceOf({ repository }: ConnectedSource, into: string): ISource {
  const [owner = '', repo = ''] = repository.split('/');
  const events = [
    EventAction.PULL_REQUEST_CREATED,
    EventAction.PULL_REQUEST_UPDATED,
    EventAction.PULL_REQUEST_REOPENED,
  ];
  return Source.gitHub({
    owner,
    repo,
    webhook: true,
    webhookFilters: [FilterGroup.inEventOf(...events).andBaseBranchIs(into)],
    reportBuildStatus: true,
  });
}

/** Through the connection, of this project alone: a credential of the account would be every project's. */
function connect({ project }: BuildProject, { connectionArn }: ConnectedSource): void {
  const resource = resourceOf(project);
  resource.addPropertyOverride('Source.Auth', { Type: 'CODECONNECTIONS', Resource: connectionArn });
  resource.addPropertyOverride('Triggers.PullRequestBuildPolicy', {
    RequiresCommentApproval: 'FORK_PULL_REQUESTS',
    ApproverRoles: MAINTAINERS,
  });
}
