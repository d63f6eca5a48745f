import { type DeploymentRecord, RELEASE_FORMAT } from '../../core/contracts/delivery.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { DEPLOYMENT_LIMIT_HOURS, inTheWay, standing, underWay } from '../../core/delivery/deployments.ts';
import type { DeliveryHost } from '../../hosts/delivery.ts';
import type { View } from '../view.ts';
import { requireAccount } from './accounts.ts';
import { changesBetween, changesText, templateOf } from './changes.ts';
import { requireConfirmed } from './confirm.ts';
import { verifyEvidence } from './evidence/evidence.ts';
import { requireBuild, type StoredAssembly, withAssembly } from './stored-assembly.ts';

const RELEASED_FROM = 'staging';
const RELEASED_TO = 'prod';

export interface Deploying {
  readonly commit: string;
  readonly environment: string;
  readonly kind: DeploymentRecord['kind'];
  /** Of the evidence that was approved, where somebody was shown it. */
  readonly approved?: string | undefined;
}

/**
 * Deploys what was stored of the commit. In a folder it deploys nothing, and says what would be.
 *
 * @throws CommitNotBuilt, ArchiveTampered, AccountRefused, DeploymentUnderWay: before anything is changed; DeploymentFailed
 */
export async function deploy(wanted: Deploying, host: DeliveryHost): Promise<View> {
  if (wanted.kind === 'deploy') await requireReleasable(wanted, host);
  return withAssembly(wanted, host, async (assembly) => {
    const changes = await describeChanges(assembly, host);
    if (host.on === 'account') await requireAccount(assembly, host);
    const record = await begin(wanted, assembly, host);
    try {
      if (host.on === 'account') await host.toolkit.deploy(assembly);
    } catch (error) {
      await end(record, 'failed', host);
      throw error;
    }
    return viewOf(await end(record, 'done', host), { assembly, changes, isShown: host.on === 'folder' });
  });
}

/** What a pipeline has asked before its approval is asked again at the door. @throws CommitNotConfirmed, EvidenceTampered, EvidenceRefused */
async function requireReleasable({ commit, environment, approved }: Deploying, host: DeliveryHost): Promise<void> {
  if (environment !== RELEASED_TO) return;
  await requireBuild(commit, host);
  await requireConfirmed(commit, RELEASED_FROM, host);
  await verifyEvidence(commit, approved, host);
}

/** Takes the next number: of two deployments at once, one finds it taken, and then sees the other. @throws DeploymentUnderWay */
async function begin(
  { commit, environment, kind }: Deploying,
  { sha256 }: StoredAssembly,
  { releases, clock, say }: DeliveryHost,
): Promise<DeploymentRecord> {
  for (;;) {
    const before = await releases.deployments(environment);
    const other = kind === 'return' ? undefined : inTheWay(before, commit, clock.nowMs());
    if (other !== undefined) throw underWayAlready(other);
    const killed = underWay(before);
    if (killed !== undefined)
      say(`The deployment of ${killed.commit} to ${environment}, begun ${killed.at}, never ended`);
    const record: DeploymentRecord = {
      version: RELEASE_FORMAT,
      environment,
      number: (before.at(-1)?.number ?? 0) + 1,
      commit,
      at: new Date(clock.nowMs()).toISOString(),
      kind,
      assemblySha256: sha256,
      state: 'begun',
      endedAt: null,
    };
    if (await releases.begin(record)) return record;
  }
}

async function end(
  record: DeploymentRecord,
  state: 'done' | 'failed',
  { releases, clock }: DeliveryHost,
): Promise<DeploymentRecord> {
  const ended = { ...record, state, endedAt: new Date(clock.nowMs()).toISOString() };
  await releases.end(ended);
  return ended;
}

function underWayAlready({ environment, commit, at }: DeploymentRecord): PlatformError {
  return new PlatformError(ERROR_NAMES.deploymentUnderWay, {
    problem: `another commit is being deployed to ${environment}`,
    got: `${commit}, begun ${at}`,
    hint: `wait for its end; where it was killed, deploy that commit again, or wait until ${DEPLOYMENT_LIMIT_HOURS} hours are over`,
  });
}

/** Against what was deployed last, as far as the store knows it. */
async function describeChanges(assembly: StoredAssembly, host: DeliveryHost): Promise<string> {
  const { environment } = assembly;
  const stands = standing(await host.releases.deployments(environment));
  const after = await templateOf(assembly);
  if (stands === undefined) return changesText(changesBetween({ Resources: {} }, after));
  try {
    const before = await withAssembly({ commit: stands.commit, environment }, host, templateOf);
    return changesText(changesBetween(before, after));
  } catch (error) {
    // What is wrong with the archive of what stands there is a reason more to deploy something else.
    if (!(error instanceof PlatformError)) throw error;
    return `  resources: nobody can say what changes (${error.name}: ${error.message})`;
  }
}

interface Shown {
  readonly assembly: StoredAssembly;
  readonly changes: string;
  readonly isShown: boolean;
}

function viewOf(record: DeploymentRecord, { assembly, changes, isShown }: Shown): View {
  const { commit, environment, kind, number } = record;
  const { stack, account, region, build } = assembly;
  const what = `${kind === 'return' ? 'returned to' : 'deployed'}`;
  const lines = [
    `${commit} ${isShown ? `would be ${what}` : `is ${what}`} in ${environment}: ${stack} of ${account} in ${region} (deployment ${number})`,
    `  image: ${build.image}`,
    `  archive: SHA-256 ${assembly.sha256}`,
    changes,
  ];
  return {
    json: { ...record, stack, account, region, image: build.image, deployed: !isShown },
    text: lines.join('\n'),
  };
}
