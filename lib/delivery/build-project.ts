import { BuildSpec, ComputeType, LinuxBuildImage, PipelineProject, Project } from 'aws-cdk-lib/aws-codebuild';
import type { BuildEnvironmentVariable, CommonProjectProps, ISource } from 'aws-cdk-lib/aws-codebuild';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { DELIVERY_VARIABLES } from '../../core/contracts/delivery.ts';
import { buildProjectName } from '../../core/contracts/names.ts';
import type { DeliveryEnvironment } from '../../environments/delivery-environment.ts';
import { INSTALL } from './commands.ts';
import type { Build } from './commands.ts';
import type { Images } from './images.ts';
import type { DeliveryStore } from './store.ts';

/** What all build projects share. */
export interface BuildSetting {
  readonly store: DeliveryStore;
  readonly images: Images;
  readonly logRetentionDays: DeliveryEnvironment['logRetentionDays'];
}

export interface BuildProjectProps extends BuildSetting {
  readonly build: Build;
  /** What its role may do beside writing its log. */
  readonly rights: readonly PolicyStatement[];
  /** Before anything of the checkout runs. */
  readonly first?: readonly string[];
  /** Whether git is told the source's credentials: a clone is left without, and of a private repository it could ask nothing any more. */
  readonly asksGit?: boolean;
  /** Without it, the pipeline's. */
  readonly source?: ISource;
}

/** For one that hangs: `npm run check`, or the deployment of functions in a network, takes less. */
const TIME_LIMIT = Duration.hours(2);

/** A CodeBuild project that runs commands of ours, in a role that may do what is written here and nothing else. */
export class BuildProject extends Construct {
  readonly project: Project | PipelineProject;
  readonly role: Role;

  constructor(scope: Construct, name: string, props: BuildProjectProps) {
    super(scope, name);
    const { store, build, rights, source, logRetentionDays } = props;
    const { description } = build;
    const projectName = buildProjectName(Stack.of(this).stackName, name);
    const logGroup = new LogGroup(this, 'Logs', {
      encryptionKey: store.key,
      retention: logRetentionDays,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.role = roleOf(this, projectName, description);
    for (const statement of [writeLog(logGroup), ...rights]) this.role.addToPolicy(statement);
    const common: CommonProjectProps = {
      projectName,
      description,
      // CDK would add what a project may need, which is more than what it does need.
      role: this.role.withoutPolicyUpdates(),
      grantReportGroupPermissions: false,
      encryptionKey: store.key,
      buildSpec: buildSpecOf(props),
      environment: {
        buildImage: LinuxBuildImage.STANDARD_7_0,
        computeType: ComputeType.MEDIUM,
        // Docker in a build takes the whole machine: only the project that builds the image has it.
        privileged: build.images === 'builds',
      },
      environmentVariables: variablesOf(props),
      timeout: TIME_LIMIT,
      queuedTimeout: Duration.hours(8),
      logging: { cloudWatch: { logGroup } },
    };
    this.project =
      source === undefined
        ? new PipelineProject(this, 'Project', common)
        : new Project(this, 'Project', { ...common, source });
    // A project on a connection is made only where its role may use the connection by then.
    this.project.node.addDependency(this.role);
  }
}

function roleOf(scope: Construct, projectName: string, description: string): Role {
  const stack = Stack.of(scope);
  const project = stack.formatArn({ service: 'codebuild', resource: 'project', resourceName: projectName });
  return new Role(scope, 'Role', {
    roleName: projectName,
    description,
    assumedBy: new ServicePrincipal('codebuild.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account }, ArnEquals: { 'aws:SourceArn': project } },
    }),
  });
}

function buildSpecOf({ build, first = [], asksGit = false }: BuildProjectProps): BuildSpec {
  const { commands, exports } = build;
  const env = {
    ...(exports === undefined ? {} : { 'exported-variables': exports }),
    ...(asksGit ? { 'git-credential-helper': 'yes' } : {}),
  };
  return BuildSpec.fromObject({
    version: '0.2',
    ...(Object.keys(env).length === 0 ? {} : { env }),
    phases: { install: { 'runtime-versions': { nodejs: 22 }, commands: [...first, INSTALL] }, build: { commands } },
  });
}

function variablesOf({ store, images, build }: BuildProjectProps): Record<string, BuildEnvironmentVariable> {
  return {
    [DELIVERY_VARIABLES.store]: { value: `s3://${store.bucket.bucketName}` },
    [DELIVERY_VARIABLES.imageRepository]: { value: images.repository.repositoryUri },
    // The Dockerfile's $BUILDPLATFORM is BuildKit's.
    ...(build.images === 'builds' ? { DOCKER_BUILDKIT: { value: '1' } } : {}),
  };
}

function writeLog({ logGroupArn }: LogGroup): PolicyStatement {
  return new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroupArn] });
}
