import { standing, underWay } from '../../core/delivery/deployments.ts';
import { ENVIRONMENTS } from '../../environments/index.ts';
import type { DeliveryHost } from '../../hosts/delivery.ts';
import type { Column } from '../table.ts';
import type { View } from '../view.ts';

const COLUMNS: readonly Column[] = [
  { title: 'environment' },
  { title: 'stands' },
  { title: 'by' },
  { title: 'since' },
  { title: 'confirmed' },
  { title: 'begun, not ended' },
];

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
  const rows = environments.map(({ environment, stands, isConfirmed, underWay: begun }) => ({
    cells: [
      environment,
      stands?.commit ?? 'nothing',
      stands?.kind ?? '-',
      stands?.at ?? '-',
      stands === undefined ? '-' : isConfirmed ? 'yes' : 'no',
      begun === undefined ? '-' : `${begun.commit} since ${begun.at}`,
    ],
  }));
  const builds = built.length === 0 ? ['Nothing was built.'] : ['Built:', ...built.map((commit) => `  ${commit}`)];
  return { json: { environments, built }, text: [{ table: { columns: COLUMNS, rows } }, '', ...builds] };
}
