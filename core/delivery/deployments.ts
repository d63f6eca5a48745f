import type { DeploymentRecord } from '../contracts/delivery.ts';

/** What an environment's records say of it, from the oldest to the newest. */
export type Deployments = readonly DeploymentRecord[];

/** The deployment that stands: the last one that came to its end. */
export function standing(deployments: Deployments): DeploymentRecord | undefined {
  return deployments.findLast(({ state }) => state === 'done');
}

/** The newest one, where it has not ended: it is under way, or was killed. */
export function underWay(deployments: Deployments): DeploymentRecord | undefined {
  const newest = deployments.at(-1);
  return newest?.state === 'begun' ? newest : undefined;
}

/** A build project may take so long: what began before that is not under way any more. */
export const DEPLOYMENT_LIMIT_HOURS = 2;
const DEPLOYMENT_LIMIT_MS = DEPLOYMENT_LIMIT_HOURS * 60 * 60 * 1000;

/** A deployment that another commit's must wait for; the same commit's takes it over. */
export function inTheWay(deployments: Deployments, commit: string, nowMs: number): DeploymentRecord | undefined {
  const begun = underWay(deployments);
  if (begun === undefined || begun.commit === commit) return undefined;
  return nowMs - Date.parse(begun.at) < DEPLOYMENT_LIMIT_MS ? begun : undefined;
}

export type Return =
  | { readonly to: 'nowhere'; readonly why: 'nothing was deployed' | 'no other commit was confirmed' }
  /** The last return came to its end, and nothing was deployed since. */
  | { readonly to: 'where it stands'; readonly stands: DeploymentRecord }
  | { readonly to: 'commit'; readonly commit: string; readonly from: string };

/**
 * Where a return goes: to the last confirmed commit that stood there, other than the one that was deployed last. A return that is asked for twice goes
 * no further back than one that is asked for once.
 *
 * @param confirmed commits that the environment's own run or smoke test has confirmed
 */
export function returnOf(deployments: Deployments, confirmed: ReadonlySet<string>): Return {
  const present = deployments.findLast(({ kind }) => kind === 'deploy');
  if (present === undefined) return { to: 'nowhere', why: 'nothing was deployed' };
  const stands = standing(deployments);
  if (stands?.kind === 'return' && stands.number > present.number) return { to: 'where it stands', stands };
  const good = deployments.findLast(({ commit }) => commit !== present.commit && confirmed.has(commit));
  if (good === undefined) return { to: 'nowhere', why: 'no other commit was confirmed' };
  return { to: 'commit', commit: good.commit, from: present.commit };
}
