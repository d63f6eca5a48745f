import { standing, underWay } from '../../core/delivery/deployments.ts';
import { ENVIRONMENTS } from '../../environments/index.ts';
import type { DeliveryHost } from '../../hosts/delivery.ts';
import { textTable } from '../table.ts';
import type { View } from '../view.ts';

/** What stands where, whether it was confirmed, and what was built. */
export async function status({ releases }: DeliveryHost): Promise<View> {
  const names = Object.keys(ENVIRONMENTS);
  const environments = await Promise.all(
    names.map(async (environment) => {
      const deployments = await releases.deployments(environment);
      const confirmed = new Set((await releases.confirmations(environment)).map(({ commit }) => commit));
      const stands = standing(deployments);
      const isConfirmed = stands !== undefined && confirmed.has(stands.commit);
      return { environment, stands, isConfirmed, underWay: underWay(deployments), confirmed: [...confirmed].sort() };
    }),
  );
  const built = await releases.builtCommits();
  const rows = environments.map(({ environment, stands, isConfirmed, underWay: begun }) => [
    environment,
    stands?.commit ?? 'nothing',
    stands?.kind ?? '-',
    stands?.at ?? '-',
    isConfirmed ? 'yes' : 'no',
    begun === undefined ? '-' : `${begun.commit} since ${begun.at}`,
  ]);
  const header = ['environment', 'stands', 'by', 'since', 'confirmed', 'begun, not ended'];
  const builds =
    built.length === 0 ? 'Nothing was built.' : ['Built:', ...built.map((commit) => `  ${commit}`)].join('\n');
  return { json: { environments, built }, text: `${textTable(header, rows, [0, 1, 2, 3, 4, 5])}\n\n${builds}` };
}
