import { Repository } from 'aws-cdk-lib/aws-codecommit';
import type { IAction, TriggerProps } from 'aws-cdk-lib/aws-codepipeline';
import { Artifact, ProviderType } from 'aws-cdk-lib/aws-codepipeline';
import {
  CodeCommitSourceAction,
  CodeCommitTrigger,
  CodeStarConnectionsSourceAction,
} from 'aws-cdk-lib/aws-codepipeline-actions';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { newEventsRole } from '../service-roles.ts';
import type { DeliveryEnvironment } from '../../environments/delivery-environment.ts';

/** Where the pipelines fetch from; GitHub's own runners need none. */
export type PipelineSource = Exclude<DeliveryEnvironment['source'], { from: 'github-actions' }>;

/** The first action of a pipeline, and what starts it. */
export interface FetchedSource {
  readonly action: IAction;
  readonly output: Artifact;
  readonly commit: string;
  readonly triggers: readonly TriggerProps[];
}

export interface FetchProps {
  readonly branch: string;
  /** Whether a merge starts it; the return is started by a failure. */
  readonly startedBy: 'a-merge' | 'others';
}

const ACTION = { actionName: 'Source', variablesNamespace: 'Source' };

/** With its history, which `deliver build` lists the commits from. */
export function fetchFrom(scope: Construct, source: PipelineSource, { branch, startedBy }: FetchProps): FetchedSource {
  const output = new Artifact('Source');
  const common = { ...ACTION, output, branch, codeBuildCloneOutput: true };
  if (source.from === 'codecommit') {
    const repository = Repository.fromRepositoryName(scope, 'Repository', source.repository);
    const started =
      startedBy === 'a-merge'
        ? { trigger: CodeCommitTrigger.EVENTS, eventRole: newEventsRole(scope) }
        : { trigger: CodeCommitTrigger.NONE };
    const action = new CodeCommitSourceAction({ ...common, repository, ...started });
    return { action, output, commit: action.variables.commitId, triggers: [] };
  }
  const [owner = '', repo = ''] = source.repository.split('/');
  const { connectionArn } = source;
  // The trigger below starts the pipeline: with both, one merge would start it twice.
  const action = new CodeStarConnectionsSourceAction({ ...common, owner, repo, connectionArn, triggerOnPush: false });
  const triggers: readonly TriggerProps[] = [
    {
      providerType: ProviderType.CODE_STAR_SOURCE_CONNECTION,
      gitConfiguration: { sourceAction: action, pushFilter: [{ branchesIncludes: [branch] }] },
    },
  ];
  return { action, output, commit: action.variables.commitId, triggers: startedBy === 'a-merge' ? triggers : [] };
}

/** What a role needs to fetch through it: the pipeline to see the commit, a build to clone it, or a build of GitHub's webhook to read the repository. */
export function useConnection(connectionArn: string, actions: readonly string[] = ['UseConnection']): PolicyStatement {
  // The service has two names: the actions are those of the connection's own.
  const [, , service] = connectionArn.split(':');
  return new PolicyStatement({
    actions: actions.map((action) => `${service}:${action}`),
    resources: [connectionArn],
  });
}
