import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import { BuildProject } from './build-project.ts';
import type { BuildSetting } from './build-project.ts';
import { ALL_BUILDS } from './commands.ts';
import type { Build, BuildName, TargetName } from './commands.ts';
import { deployTo, pushImages, readScans, readSource, takeTargetRole, useReleases } from './rights.ts';

export type Targets = Readonly<Record<TargetName, PlatformEnvironment>>;

export interface BuildsProps extends BuildSetting {
  readonly targets: Targets;
  /** What fetching the source takes, beside reading what the pipeline hands on. */
  readonly fetchSource: readonly PolicyStatement[];
}

/** The build projects that the pipelines run, each in a role that may do what its row in commands.ts says. */
export class Builds extends Construct {
  private readonly all: ReadonlyMap<BuildName, BuildProject>;

  constructor(scope: Construct, id: string, { targets, fetchSource, ...setting }: BuildsProps) {
    super(scope, id);
    const project = (name: BuildName): BuildProject =>
      new BuildProject(this, name, {
        ...setting,
        build: ALL_BUILDS[name],
        rights: [
          ...readSource(setting.store),
          ...fetchSource,
          ...rightsOf(this, ALL_BUILDS[name], { ...setting, targets }),
        ],
      });
    const names = Object.keys(ALL_BUILDS) as BuildName[];
    this.all = new Map(names.map((name) => [name, project(name)]));
  }

  of(name: BuildName): BuildProject {
    return this.all.get(name)!;
  }
}

type Needed = Pick<BuildsProps, 'targets' | 'store' | 'images'>;

/** What a build's row says that it needs. */
export function rightsOf(
  scope: Construct,
  { writes, deploysTo, looksAt = [], images: use }: Build,
  { targets, store, images }: Needed,
): readonly PolicyStatement[] {
  return [
    ...useReleases(store, writes),
    ...(deploysTo === undefined ? [] : [deployTo(scope, targets[deploysTo])]),
    ...looksAt.map((name) => takeTargetRole(scope, targets[name], 'read')),
    ...(use === 'builds' ? pushImages(images) : []),
    ...(use === 'reads-scans' ? [readScans(images)] : []),
  ];
}
