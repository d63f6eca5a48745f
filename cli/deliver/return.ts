import type { DeploymentRecord, ReturnFrom } from '../../core/contracts/delivery.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { returnOf } from '../../core/delivery/deployments.ts';
import type { DeliveryHost } from '../../hosts/delivery.ts';
import type { View } from '../view.ts';
import { deploy } from './deploy.ts';

export interface ReturnWanted {
  readonly environment: string;
  readonly from: ReturnFrom;
}

/**
 * Deploys the last confirmed commit that stood in the environment before the present one, from what was stored of it.
 *
 * @throws NothingToReturnTo
 */
export async function returnTo({ environment, from }: ReturnWanted, host: DeliveryHost): Promise<View> {
  const { releases, say } = host;
  const confirmed = new Set((await releases.confirmations(environment)).map(({ commit }) => commit));
  const found = returnOf({ deployments: await releases.deployments(environment), confirmed, from });
  switch (found.to) {
    case 'nowhere':
      throw new PlatformError(ERROR_NAMES.nothingToReturnTo, {
        problem: `NOTHING WAS CHANGED in ${environment}: there is no good commit to return to`,
        got: found.why,
        allowed: 'a commit that stood there, other than the present one, and was confirmed',
        hint: `deploy a commit that you know to be good: npm run deliver -- deploy --env ${environment} --commit C`,
      });
    case 'where it stands': {
      return { json: found.stands, text: WHY_IT_STAYS[found.because](found.stands) };
    }
    case 'commit':
      say(`Returning ${environment} from ${found.from} to ${found.commit}`);
      return deploy({ commit: found.commit, environment, kind: 'return' }, host);
    default:
      return found satisfies never;
  }
}

const WHY_IT_STAYS: Readonly<Record<'returned' | 'confirmed', (stands: DeploymentRecord) => string>> = {
  returned: ({ environment, commit, at }) =>
    `${environment} has returned to ${commit} at ${at} already, and nothing was deployed since. ` +
    `To go further back: npm run deliver -- deploy --env ${environment} --commit C`,
  confirmed: ({ environment, commit }) =>
    `NOTHING WAS CHANGED in ${environment}: ${commit} stands there, and what was deployed last is confirmed. ` +
    `To go back from it all the same: npm run deliver -- return --env ${environment} --from any`,
};
