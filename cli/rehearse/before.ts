import { join } from 'node:path';
import type { DeliveryHost } from '../../hosts/delivery.ts';
import { RELEASE_FORMAT } from '../../core/contracts/delivery.ts';
import { ENVIRONMENTS } from '../../environments/index.ts';
import { cleanCheckout, installPackages } from '../../local/delivery/checkouts.ts';
import type { Checkouts } from '../../local/delivery/checkouts.ts';
import { outputOf } from '../../local/delivery/programs.ts';
import { definitionsOf } from '../definitions/definitions-of.ts';
import { build } from '../deliver/build.ts';
import { image } from '../deliver/image.ts';
import { requireBuild } from '../deliver/stored-assembly.ts';
import { land, playMachine } from './machines.ts';
import type { Base } from './revisions.ts';
import { during } from '../progress/during.ts';
import type { Screen } from '../progress/screen.ts';

export interface Before {
  readonly base: Base;
  readonly checkouts: Checkouts;
  readonly hostAt: (root: string) => DeliveryHost;
  /** By the name of the environment. */
  readonly platformOf: (environment: string) => string;
  readonly landing: string | undefined;
  readonly screen: Screen;
}

/** Environments that a commit has to be confirmed in, to be released and to be returned to. */
const CONFIRMED_IN = [ENVIRONMENTS.staging.name, ENVIRONMENTS.prod.name];

/**
 * What stands before the merge: the base, built by the commands of this checkout from a checkout of its own, and confirmed; in prod somebody has been
 * forecasting.
 */
export async function standBefore(before: Before): Promise<void> {
  const { base, checkouts, screen } = before;
  const { commit, as } = base;
  screen.say(`Before: ${commit.slice(0, 12)} stands everywhere (${as})`);
  const root = await during(screen, 'its checkout', () => cleanCheckout(commit, checkouts));
  await during(screen, 'its packages', () => installPackages(root, checkouts));
  screen.say('its packages', 1);
  const host = quietHost(root, before);
  await during(screen, 'its image', () => image(commit, host));
  await during(screen, 'its stacks', () => build(commit, host));
  await deployBase(base, host);
  await confirmBase(base, host);
  screen.say(`deployed to ${Object.keys(ENVIRONMENTS).join(', ')}, and confirmed`, 1);
  await forecastInProd(before);
}

/** As `deliver` has it, but what the CDK says is told only where it fails. */
function quietHost(root: string, { hostAt, checkouts: { env }, screen }: Before): DeliveryHost {
  const host = hostAt(root);
  return {
    ...host,
    say: (line) => screen.say(line, 1),
    toolkit: {
      ...host.toolkit,
      async synthesize({ environment, context, folder }) {
        const values = Object.entries({ ...context, env: environment }).map(([key, value]) => `${key}=${value}`);
        const options = ['--quiet', ...values.flatMap((value) => ['--context', value]), '--output', folder];
        const cdk = [process.execPath, join(root, 'node_modules/aws-cdk/bin/cdk'), 'synth'];
        await outputOf({ command: [...cdk, ...options], cwd: root, env });
      },
    },
  };
}

/** Recorded as it is: what was released once needs no evidence any more. */
async function deployBase({ commit }: Base, { releases, clock }: DeliveryHost): Promise<void> {
  const { assemblies } = await requireBuild(commit, { releases });
  for (const [environment, { sha256 }] of Object.entries(assemblies)) {
    const at = new Date(clock.nowMs()).toISOString();
    const deployed = { version: RELEASE_FORMAT, environment, number: 1, commit, at, endedAt: at } as const;
    await releases.begin({ ...deployed, kind: 'deploy', assemblySha256: sha256, state: 'done' });
  }
}

async function confirmBase({ commit }: Base, { releases, clock }: DeliveryHost): Promise<void> {
  const at = new Date(clock.nowMs()).toISOString();
  for (const environment of CONFIRMED_IN) {
    const execution = 'assumed by a rehearsal';
    await releases.keepConfirmation({ version: RELEASE_FORMAT, environment, commit, at, execution });
  }
  await releases.assume({
    fact: `${commit} stands everywhere`,
    assumed: `deployed to every environment, and confirmed in ${CONFIRMED_IN.join(' and ')}`,
    why: 'no account was asked what stands there; it was built by the commands of the rehearsed commit, and its own run was not played',
  });
}

/** Without a version in Production, the smoke test has nothing to forecast with. */
async function forecastInProd({ platformOf, landing, screen }: Before): Promise<void> {
  const { name, datasets } = ENVIRONMENTS.prod;
  const platform = platformOf(name);
  await land(platform, landing);
  const definitions = await definitionsOf(name);
  for (const dataset of datasets) {
    screen.say(`prod has a version of '${dataset}' in Production`, 1);
    const playing = {
      platform,
      definitions,
      machine: 'retrain',
      name: `before-${dataset}`,
      input: { dataset },
      screen,
    };
    await playMachine(playing);
  }
}
