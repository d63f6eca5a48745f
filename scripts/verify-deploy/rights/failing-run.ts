import { runKeys } from '../../../core/contracts/keys.ts';
import { weather } from '../../../datasets/weather.ts';
import type { Site } from '../check.ts';
import { physicalIds } from '../read-back/read-stack.ts';
import { AccountPlace } from '../runs/account.ts';
import { AccountRole } from './account-role.ts';
import { functionRoles } from './functions.ts';

/** The one whose right is taken away, in the middle of a machine. */
const STEP = 'publish';
const ACTION = 's3:PutObject';
const RUN = 'without-a-right';

/** A run whose step lacks a right ends as failed, says which right, and leaves its record of the failure. */
export async function failingRun(site: Site): Promise<readonly string[]> {
  const ids = await physicalIds(site.emulators.api, site.deployment.stackName);
  const found = functionRoles(site.deployment.template).find(({ step }) => step === STEP);
  if (found === undefined) return [`the template has no function of the step ${STEP}`];
  const place = new AccountPlace(site);
  const role = await AccountRole.read(site.emulators.api, String(ids.get(found.roleId)));
  const input = { dataset: weather.name, modelVersion: 'production' };
  const run = () => place.run({ machine: 'forecast', run: RUN, input });
  const ending = await role.without(ACTION, () =>
    run().then(
      () => 'succeeded',
      (error: unknown) => String(error),
    ),
  );
  const record = await place.read(`artifacts/${runKeys.failure(weather.name, RUN, 'forecast')}`);
  return [
    ...(ending.includes(ACTION) ? [] : [`the run that lacks ${ACTION} at its step ${STEP} ended as: ${ending}`]),
    ...(record !== undefined && Buffer.from(record).includes(ACTION)
      ? []
      : ['the record of the failure does not name the right']),
  ];
}
