import type { DeploymentRecord, ReturnFrom } from '../contracts/delivery.ts';

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
  /** The last return came to its end, and nothing was deployed since; or nothing was deployed that has not been confirmed. */
  | { readonly to: 'where it stands'; readonly because: 'returned' | 'confirmed'; readonly stands: DeploymentRecord }
  | { readonly to: 'commit'; readonly commit: string; readonly from: string };

export interface Returning {
  readonly deployments: Deployments;
  /** Commits that the environment's own run or smoke test has confirmed. */
  readonly confirmed: ReadonlySet<string>;
  readonly from: ReturnFrom;
}

/**
 * Where a return goes: to the last confirmed commit that stood there, other than the one that was deployed last. A return that is asked for twice goes
 * no further back than one that is asked for once. From a confirmed commit only a person goes back: where a release fails before it has deployed
 * anything, the commit that was deployed last is the good one.
 */
export function returnOf({ deployments, confirmed, from }: Returning): Return {
  const present = deployments.findLast(({ kind }) => kind === 'deploy');
  if (present === undefined) return { to: 'nowhere', why: 'nothing was deployed' };
  const stands = standing(deployments);
  if (stands?.kind === 'return' && stands.number > present.number) {
    return { to: 'where it stands', because: 'returned', stands };
  }
  if (from === 'unconfirmed' && stands !== undefined && confirmed.has(present.commit)) {
    return { to: 'where it stands', because: 'confirmed', stands };
  }
  const good = deployments.findLast(({ commit }) => commit !== present.commit && confirmed.has(commit));
  if (good === undefined) return { to: 'nowhere', why: 'no other commit was confirmed' };
  return { to: 'commit', commit: good.commit, from: present.commit };
}
