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
const DEPLOYMENT_LIMIT_MS = 60 * 60 * 1000;

/** A deployment that another commit's must wait for; the same commit's takes it over. */
export function inTheWay(deployments: Deployments, commit: string, nowMs: number): DeploymentRecord | undefined {
  const begun = underWay(deployments);
  if (begun === undefined || begun.commit === commit) return undefined;
  return nowMs - Date.parse(begun.at) < DEPLOYMENT_LIMIT_MS ? begun : undefined;
}
