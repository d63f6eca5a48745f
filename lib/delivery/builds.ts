import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import { BuildProject } from './build-project.ts';
import type { BuildSetting } from './build-project.ts';
import { BUILDS } from './commands.ts';
import type { BuildName } from './commands.ts';
import { deployTo, pushImages, readScans, readSource, takeTargetRole, useReleases } from './rights.ts';

export type Targets = Readonly<Record<'dev' | 'staging' | 'prod', PlatformEnvironment>>;

export interface BuildsProps extends BuildSetting {
  readonly targets: Targets;
  /** What fetching the source takes, beside reading what the pipeline hands on. */
  readonly fetchSource: readonly PolicyStatement[];
}

/** The build projects that the pipelines run, each in a role that may do what its commands need. */
export class Builds extends Construct {
  private readonly all: ReadonlyMap<BuildName, BuildProject>;

  constructor(scope: Construct, id: string, { targets, fetchSource, ...setting }: BuildsProps) {
    super(scope, id);
    const needed = rightsOf(this, { targets, ...setting });
    const project = (name: BuildName): BuildProject =>
      new BuildProject(this, name, {
        ...setting,
        description: BUILDS[name].description,
        build: BUILDS[name],
        rights: [...readSource(setting.store), ...fetchSource, ...needed[name]],
        makes: name === 'image' ? 'an-image' : 'no-image',
      });
    const names = Object.keys(BUILDS) as BuildName[];
    this.all = new Map(names.map((name) => [name, project(name)]));
  }

  of(name: BuildName): BuildProject {
    return this.all.get(name)!;
  }
}

type RightsProps = Pick<BuildsProps, 'targets' | 'store' | 'images'>;

function rightsOf(
  scope: Construct,
  { targets, store, images }: RightsProps,
): Readonly<Record<BuildName, readonly PolicyStatement[]>> {
  const { staging, prod } = targets;
  const writing = (...patterns: string[]) => useReleases(store, patterns);
  const deploying = (to: keyof Targets) => [...writing(`deployments/${to}/*`), deployTo(scope, targets[to])];
  return {
    check: writing('builds/*/check.json'),
    image: [...writing('builds/*/image.json'), ...pushImages(images)],
    build: writing('builds/*'),
    'deploy-dev': deploying('dev'),
    'deploy-staging': deploying('staging'),
    'keep-run': [...writing('runs/staging/*', 'confirmed/staging/*'), takeTargetRole(scope, staging, 'read')],
    evidence: [
      ...writing('evidence/*'),
      readScans(images),
      takeTargetRole(scope, staging, 'read'),
      takeTargetRole(scope, prod, 'read'),
    ],
    'deploy-prod': deploying('prod'),
    confirm: [...writing('runs/prod/*', 'confirmed/prod/*'), takeTargetRole(scope, prod, 'read')],
    return: deploying('prod'),
  };
}
