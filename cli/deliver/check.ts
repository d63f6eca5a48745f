import { RELEASE_FORMAT } from '../../core/contracts/delivery.ts';
import type { DeliveryHost } from '../../hosts/delivery.ts';
import { RunFailed } from '../errors.ts';
import { personOf } from '../place/person.ts';
import type { View } from '../view.ts';
import { requireCheckoutOf } from './checkout.ts';

const SCRIPT = 'check';

/** What names a build of CodeBuild, or of GitHub; without one it is a person's. */
const BUILD_VARIABLES = ['CODEBUILD_BUILD_ARN', 'GITHUB_RUN_ID'];

/** Runs the checks of the checkout, and records that the commit has passed them. @throws RunFailed */
export async function check(commit: string, host: DeliveryHost): Promise<View> {
  await requireCheckoutOf(commit, host);
  const command = `npm run ${SCRIPT}`;
  if (!(await host.npmRun(SCRIPT))) throw new RunFailed('CheckFailed', `${command} failed; the lines above say why`);
  const by = BUILD_VARIABLES.map((name) => process.env[name]).find((value) => value !== undefined);
  const record = await host.releases.keepCheck({
    version: RELEASE_FORMAT,
    commit,
    at: new Date(host.clock.nowMs()).toISOString(),
    command,
    passed: true,
    by: by ?? personOf(undefined),
  });
  return { json: record, text: `${commit} has passed ${command}` };
}
