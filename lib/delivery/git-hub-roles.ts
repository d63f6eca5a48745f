import { FederatedPrincipal, OidcProviderNative, Role } from 'aws-cdk-lib/aws-iam';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { gitHubRoleName } from '../../core/contracts/names.ts';
import type { DeliveryEnvironment } from '../../environments/delivery-environment.ts';
import { rightsOf } from './builds.ts';
import type { Targets } from './builds.ts';
import { ALL_BUILDS } from './commands.ts';
import type { Images } from './images.ts';
import { deployTo, takeTargetRole } from './rights.ts';
import { ALL_STAGES } from './stages.ts';
import type { GitHubEnvironment, StageAction } from './stages.ts';
import type { DeliveryStore } from './store.ts';

export interface GitHubRolesProps {
  readonly repository: string;
  readonly pullRequests: DeliveryEnvironment['pullRequests'];
  readonly targets: Targets;
  readonly store: DeliveryStore;
  readonly images: Images;
}

const ISSUER = 'token.actions.githubusercontent.com';
const AUDIENCE = 'sts.amazonaws.com';

/** As long as GitHub lets a job run: staging's run is waited for. */
const SESSION = Duration.hours(6);

/**
 * What GitHub's runners are here: a role for each of GitHub's environments, which that repository's jobs of that environment take and nobody else. Who may
 * run a job in an environment, and after whose approval, GitHub's settings of the environment say (docs/deploy.md).
 */
export class GitHubRoles extends Construct {
  constructor(scope: Construct, id: string, props: GitHubRolesProps) {
    super(scope, id);
    const { repository, pullRequests, targets } = props;
    const provider = new OidcProviderNative(this, 'Provider', { url: `https://${ISSUER}`, clientIds: [AUDIENCE] });
    const role = (environment: GitHubEnvironment, rights: readonly PolicyStatement[]) => {
      const made = new Role(this, environment, {
        roleName: gitHubRoleName(Stack.of(this).stackName, environment),
        description: `Jobs of ${repository} in GitHub's environment ${environment}`,
        maxSessionDuration: SESSION,
        assumedBy: new FederatedPrincipal(
          provider.oidcProviderArn,
          {
            StringEquals: {
              [`${ISSUER}:aud`]: AUDIENCE,
              [`${ISSUER}:sub`]: `repo:${repository}:environment:${environment}`,
            },
          },
          'sts:AssumeRoleWithWebIdentity',
        ),
      });
      for (const statement of rights) made.addToPolicy(statement);
    };
    for (const environment of new Set(ALL_STAGES.map(([, { gitHub }]) => gitHub))) {
      const actions = ALL_STAGES.flatMap(([, stage]) => (stage.gitHub === environment ? stage.actions : []));
      role(
        environment,
        actions.flatMap((action) => rightsOfAction(this, action, props)),
      );
    }
    if (pullRequests !== 'checked-and-deployed') return;
    role('pull-request', [deployTo(this, targets.dev), takeTargetRole(this, targets.dev, 'pulls')]);
  }
}

function rightsOfAction(scope: Construct, action: StageAction, props: GitHubRolesProps): readonly PolicyStatement[] {
  switch (action.does) {
    case 'build':
      return rightsOf(scope, ALL_BUILDS[action.build], props);
    case 'machine':
      return [takeTargetRole(scope, props.targets[action.environment], 'run')];
    case 'ask':
      return [];
    default:
      return action satisfies never;
  }
}
