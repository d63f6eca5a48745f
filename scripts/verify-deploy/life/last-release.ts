import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { dev } from '../../../environments/dev.ts';
import { checkOut, isKnown, lastRelease } from '../../last-release/last-release.ts';
import { outputOf } from '../../run-program.ts';
import type { Emulators } from '../emulators/emulators.ts';
import { CannotBeTried, type Ledger } from '../ledger.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const ACTS = 'scripts/verify-deploy/life/release-acts.ts';
const BUCKET = 'forecasting-releases';
/** Against hanging: an act builds three environments, deploys one and runs its pipeline. */
const LIMIT_SECONDS = 900;

/** In this order, each where the one before has passed. */
const CHECKS = [
  ['before', 'that one is built, deployed and filled, and its run confirms it'],
  ['update', 'this one is built and deployed over it, and its run goes on with the data'],
  ['return', 'the account returns to the stored assembly of that one, which goes on with the data'],
] as const;

/** The last release and this checkout in one account, by the commands of a merge. */
export async function lastReleaseChecks(emulators: Emulators, ledger: Ledger): Promise<void> {
  const release = lastRelease(ROOT);
  if (!isKnown(ROOT, release)) {
    await ledger.check(`the last release, ${release.version}`, async () => {
      const why = `this clone does not have the commit ${release.commit} of CHANGELOG.md: git fetch --unshallow`;
      throw process.env.REQUIRE_ORACLES === '1' ? new Error(why) : new CannotBeTried(why);
    });
    return;
  }
  const LocationConstraint = dev.region;
  await emulators.api.call('s3', 'CreateBucket', { Bucket: BUCKET, CreateBucketConfiguration: { LocationConstraint } });
  const old = await checkOut(ROOT, release);
  try {
    for (const [act, name] of CHECKS) {
      // A process of its own: what certificates Node trusts it learns when it starts.
      const command = [process.execPath, '--import', 'tsx', ACTS, act, BUCKET, release.commit, old];
      const passed = await ledger.check(`last release ${release.version}: ${name}`, async () => {
        await outputOf(command, { env: emulators.env, limitSeconds: LIMIT_SECONDS });
        return [];
      });
      if (!passed) return;
    }
  } finally {
    await rm(old, { recursive: true });
  }
}
