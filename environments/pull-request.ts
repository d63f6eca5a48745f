import { type Acceptance, type AcceptanceRun, acceptanceRun } from './acceptance-run.ts';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import { pullRequestPrefix } from '../core/contracts/names.ts';
import { dev } from './dev.ts';
import type { PlatformEnvironment } from './environment.ts';
import { checkEnvironment } from './index.ts';

/** The only environment that pull requests are deployed beside. */
const BESIDE: PlatformEnvironment = dev;

/** The data set of the demo: small, and at hand without anybody's delivery. */
const DATASET = 'weather';
/** From its first day on. */
const ACCEPTANCE: Acceptance = { dataset: DATASET, from: '2012-01-01' };

/** What a pull request's machine `pipeline` is asked for. */
export function pullRequestRun(): AcceptanceRun {
  return acceptanceRun(ACCEPTANCE);
}

/**
 * An environment as a pull request has it for an hour: that of dev under a prefix of its own, which nobody starts but who made it, and which takes its
 * data along when it goes.
 *
 * @param name of the environment to stand beside
 * @throws EnvironmentInvalid for any other than dev, a number that is none, or a dev that keeps its data
 */
export function pullRequestEnvironment(name: unknown, number: unknown): PlatformEnvironment {
  if (name !== BESIDE.name) {
    throw new PlatformError(ERROR_NAMES.environmentInvalid, {
      problem: 'a pull request is deployed beside dev, and beside no other environment',
      got: name,
      allowed: BESIDE.name,
    });
  }
  if (!/^[1-9]\d{0,5}$/.test(String(number))) {
    throw new PlatformError(ERROR_NAMES.environmentInvalid, {
      problem: 'this is no number of a pull request',
      got: number,
      allowed: 'a whole number from 1 to 999999',
    });
  }
  if (BESIDE.storage.removal !== 'destroy' || BESIDE.terminationProtection) {
    throw new PlatformError(ERROR_NAMES.environmentInvalid, {
      problem: 'environments/dev.ts keeps its data or is protected, and a pull request beside it would stay for ever',
      got: `removal '${BESIDE.storage.removal}', terminationProtection ${BESIDE.terminationProtection}`,
      allowed: "removal 'destroy', terminationProtection false",
    });
  }
  const namePrefix = pullRequestPrefix(BESIDE.namePrefix, String(number));
  const schedules = { retrain: 'off', forecast: 'off', monitor: 'off', replay: 'off', maintain: 'off' } as const;
  const datasets = [DATASET];
  const alone = {
    schedules,
    onDelivery: 'nothing',
    readsDataOf: 'none',
    retraining: 'manual',
    deployedBy: 'a-person',
    acceptance: ACCEPTANCE,
  } as const;
  return checkEnvironment({ ...BESIDE, namePrefix, datasets, ...alone });
}
