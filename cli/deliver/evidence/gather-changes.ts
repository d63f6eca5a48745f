import type { Build, DeploymentRecord } from '../../../core/contracts/delivery.ts';
import type { Standing } from '../../../core/contracts/evidence.ts';
import { standing } from '../../../core/delivery/deployments.ts';
import type { EnvironmentDifference } from '../../../core/delivery/evidence/changes.ts';
import type { EvidenceSources, Template } from '../../../core/delivery/evidence/sources.ts';
import type { DeliveryHost } from '../../../hosts/delivery.ts';
import { templateOf } from '../changes.ts';
import { requireBuild, type StoredAssembly, withAssembly } from '../stored-assembly.ts';
import { RELEASED } from './environments.ts';
import { templateDifference } from './template-difference.ts';

export type EvidenceHost = Pick<DeliveryHost, 'on' | 'releases' | 'archives' | 'checkout' | 'clock'>;

/** An environment of the build, with the template that it would get, and the one that stands there. */
export interface EnvironmentTemplates {
  readonly environment: string;
  readonly after: Template;
  /** null where nothing is deployed yet. */
  readonly before: Template | null;
  readonly difference: Omit<EnvironmentDifference, 'resources' | 'others' | 'security'>;
}

/** Of every environment of the build, in its order. */
export async function gatherTemplates(
  { commit, builtAt, assemblies }: Build,
  host: EvidenceHost,
  sources: EvidenceSources,
): Promise<readonly EnvironmentTemplates[]> {
  const gathered: EnvironmentTemplates[] = [];
  for (const environment of Object.keys(assemblies)) {
    const stands = standing(await host.releases.deployments(environment));
    gathered.push(
      await withAssembly({ commit, environment }, host, async (assembly) => {
        const { stack, account, region } = assembly;
        const found = stands === undefined ? undefined : await standingAt(stands, host);
        const before = stands === undefined ? null : await standingTemplate(stands, { assembly, host, sources });
        const isAhead = environment !== RELEASED && found !== undefined && found.builtAt > builtAt;
        const about = { environment, stack, account, region, standing: found?.standing ?? null, isAhead };
        return { environment, after: await templateOf(assembly), before, difference: about };
      }),
    );
  }
  return gathered;
}

export async function differenceOf({
  after,
  before,
  difference,
}: EnvironmentTemplates): Promise<EnvironmentDifference> {
  return { ...difference, ...(await templateDifference(before ?? {}, after)) };
}

async function standingAt(
  { commit, environment, endedAt, at }: DeploymentRecord,
  host: EvidenceHost,
): Promise<{ readonly standing: Standing; readonly builtAt: string }> {
  const { builtAt, assemblies } = await requireBuild(commit, host);
  const assembly = assemblies[environment];
  if (assembly === undefined)
    throw new Error(`${commit} stands in ${environment}, and its build has no such environment`);
  const { stack, account, region } = assembly;
  return { builtAt, standing: { commit, deployedAt: endedAt ?? at, stack, account, region } };
}

interface Looking {
  readonly assembly: StoredAssembly;
  readonly host: EvidenceHost;
  readonly sources: EvidenceSources;
}

/** In an account, what CloudFormation has: somebody may have deployed by hand. In a folder, what was deployed last. */
async function standingTemplate(
  { commit, environment }: DeploymentRecord,
  { assembly, host, sources }: Looking,
): Promise<Template> {
  if (host.on === 'folder') return withAssembly({ commit, environment }, host, templateOf);
  const { stack } = assembly;
  const found = await sources.deployedTemplate(assembly);
  if (found !== undefined) return found;
  throw new Error(
    `${commit} was deployed to ${environment}, and CloudFormation knows no stack ${stack} there: nobody can say what would change`,
  );
}
