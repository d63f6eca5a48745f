import { type Confirmation, RELEASE_FORMAT } from '../../core/contracts/delivery.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { standing } from '../../core/delivery/deployments.ts';
import { findPlatform } from '../../environments/index.ts';
import type { DeliveryHost } from '../../hosts/delivery.ts';
import type { View } from '../view.ts';
import { endedExecution, requireSuccess } from './executions.ts';

export interface Confirming {
  readonly commit: string;
  readonly environment: string;
  /** ARN; of several, one a data set, with commas between. */
  readonly execution: string;
}

const SMOKE_MACHINE = 'smoke';

/** @throws CommitNotDeployed where something else stands in the environment; ExecutionRefused where the smoke test did not succeed */
export async function confirm({ commit, environment, execution }: Confirming, host: DeliveryHost): Promise<View> {
  const literal = findPlatform(environment);
  await requireStanding(commit, environment, host);
  const runs = await host.runsOf(literal);
  for (const one of execution.split(',')) {
    requireSuccess(await endedExecution({ execution: one, machine: SMOKE_MACHINE, environment: literal }, runs));
  }
  return viewOf(await keepConfirmation({ commit, environment, execution }, host));
}

/** The first confirmation of a commit counts. */
export async function keepConfirmation(
  confirming: Confirming,
  { releases, clock }: Pick<DeliveryHost, 'releases' | 'clock'>,
): Promise<Confirmation> {
  const at = new Date(clock.nowMs()).toISOString();
  return releases.keepConfirmation({ version: RELEASE_FORMAT, ...confirming, at });
}

/** @throws CommitNotDeployed */
export async function requireStanding(
  commit: string,
  environment: string,
  { releases }: Pick<DeliveryHost, 'releases'>,
): Promise<void> {
  const stands = standing(await releases.deployments(environment));
  if (stands?.commit === commit) return;
  throw new PlatformError(ERROR_NAMES.commitNotDeployed, {
    problem: `the commit does not stand in ${environment}: what ran there was another`,
    got: commit,
    allowed: stands?.commit ?? 'none: nothing was deployed there',
    hint: `npm run deliver -- deploy --env ${environment} --commit ${commit}`,
  });
}

/** @throws CommitNotConfirmed */
export async function requireConfirmed(
  commit: string,
  environment: string,
  { releases }: Pick<DeliveryHost, 'releases'>,
): Promise<View> {
  const found = await releases.confirmation(environment, commit);
  if (found !== undefined) return viewOf(found);
  throw new PlatformError(ERROR_NAMES.commitNotConfirmed, {
    problem: `the commit has never passed ${environment}`,
    got: commit,
    allowed: `a commit that ${environment}'s own run has confirmed`,
    hint: "'npm run deliver -- status' lists them; merge to main first, and wait for its pipeline",
  });
}

function viewOf(record: Confirmation): View {
  const { commit, environment, at, execution } = record;
  return { json: record, text: `${commit} is confirmed in ${environment} since ${at}, by ${execution}` };
}
