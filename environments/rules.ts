import type { Dataset } from '../core/contracts/dataset.ts';
import { type Evidence, PlatformError } from '../core/contracts/errors.ts';
import { acceptanceRun } from './acceptance-run.ts';
import { longestGapHours } from './cron-times.ts';
import { versionsOutliveTrainings } from './maintenance-rules.ts';
import { tooLongStackName } from './identity.ts';
import { SHARING_RULES } from './sharing-rules.ts';
import { DELIVERY_RULES } from './delivery-rules.ts';
import type { Environment, PlatformEnvironment } from './environment.ts';

/** A rule between fields: what breaks it, or undefined. */
export type Rule<E extends Environment> = (environment: E, knownDatasets: readonly string[]) => Evidence | undefined;

/** What a literal is held against, beside itself. */
export interface Surroundings {
  readonly datasets: readonly string[];
  readonly catalog: readonly Pick<Dataset, 'name' | 'source' | 'promotion'>[];
  /** Where the platform runs: what the delivery delivers to, and what may share its data. */
  readonly targets: readonly PlatformEnvironment[];
}

/** The first rule that an environment of its kind breaks. */
export function brokenRule(
  environment: Environment,
  { datasets, catalog, targets }: Surroundings,
): Evidence | undefined {
  const { kind } = environment;
  switch (kind) {
    case 'platform':
      return (
        firstBroken([...COMPANY_RULES, ...PLATFORM_RULES], (rule) => rule(environment, datasets)) ??
        firstBroken(SHARING_RULES, (rule) => rule(environment, { targets, catalog })) ??
        versionsOutliveTrainings(environment, catalog)
      );
    case 'delivery':
      return (
        firstBroken(COMPANY_RULES, (rule) => rule(environment, datasets)) ??
        firstBroken(DELIVERY_RULES, (rule) => rule(environment, targets))
      );
    default:
      return kind satisfies never;
  }
}

function firstBroken<R>(rules: readonly R[], brokenBy: (rule: R) => Evidence | undefined): Evidence | undefined {
  for (const rule of rules) {
    const broken = brokenBy(rule);
    if (broken !== undefined) return broken;
  }
  return undefined;
}

/** Of what a company prescribes for every stack. */
const COMPANY_RULES: readonly Rule<Environment>[] = [prefixIsNoStacksName, tagsFitAVariable, boundaryIsOfTheAccount];

const PLATFORM_RULES: readonly Rule<PlatformEnvironment>[] = [
  prodRetainsItsData,
  prodIsProtectedFromDeletion,
  prodAcceptsNoPast,
  coldStorageComesBeforeExpiry,
  onlyDeliveriesExpire,
  keptArtifactsKeepTheirFirstVersion,
  onlyKeptArtifactsAreLocked,
  datasetsAreKnown,
  acceptanceIsOnItsData,
  retrainingMatchesItsSchedule,
  namesFit,
  existingResourcesAreInTheRegion,
  chatHearsATopicOfTheStack,
  looksAreMissedNoSoonerThanTheyCome,
];

export function prodRetainsItsData({ name, storage }: PlatformEnvironment): Evidence | undefined {
  if (name !== 'prod' || storage.removal === 'retain') return undefined;
  return { problem: "storage.removal of 'prod' would delete data", got: storage.removal, allowed: "'retain'" };
}

export function prodIsProtectedFromDeletion({
  name,
  terminationProtection,
}: PlatformEnvironment): Evidence | undefined {
  if (name !== 'prod' || terminationProtection) return undefined;
  const problem = "terminationProtection of 'prod' is off";
  return { problem, got: terminationProtection, allowed: 'true' };
}

/** There forecasts are relied on: what was trained for a window of the past is none that may go live. */
export function prodAcceptsNoPast({ name, acceptance }: PlatformEnvironment): Evidence | undefined {
  if (name !== 'prod' || acceptance === 'none') return undefined;
  const problem = "acceptance of 'prod' would put a model of the past into Production";
  return { problem, got: acceptance, allowed: "'none'" };
}

export function coldStorageComesBeforeExpiry({ storage }: PlatformEnvironment): Evidence | undefined {
  for (const [layer, { coldStorageAfterDays, expireAfterDays }] of Object.entries(storage.layers)) {
    if (expireAfterDays === 'never' || coldStorageAfterDays < expireAfterDays) continue;
    const problem = `storage.layers.${layer}.coldStorageAfterDays is not before expireAfterDays`;
    return { problem, got: coldStorageAfterDays, allowed: `less than ${expireAfterDays}` };
  }
  return undefined;
}

/** Bronze keeps what a delivery held. The other layers hold tables and models, which break when S3 deletes parts of them. */
export function onlyDeliveriesExpire({ storage }: PlatformEnvironment): Evidence | undefined {
  for (const [layer, { expireAfterDays }] of Object.entries(storage.layers)) {
    if (layer === 'landing' || expireAfterDays === 'never') continue;
    const problem = `storage.layers.${layer}.expireAfterDays would delete parts of tables or models`;
    return { problem, got: expireAfterDays, allowed: "'never'" };
  }
  return undefined;
}

/** A signed file or a record that was changed is restored from its first version, however late that is noticed (docs/runbook.md). */
export function keptArtifactsKeepTheirFirstVersion({ storage }: PlatformEnvironment): Evidence | undefined {
  const { supersededExpireAfterDays: got } = storage.layers.artifacts;
  if (storage.removal !== 'retain' || got === 'never') return undefined;
  const problem =
    'storage.layers.artifacts.supersededExpireAfterDays would delete what a changed artifact is restored from';
  return { problem, got, allowed: "'never'" };
}

/** A locked version outlives whoever deletes the bucket: what may be destroyed is not locked. */
export function onlyKeptArtifactsAreLocked({ storage }: PlatformEnvironment): Evidence | undefined {
  if (storage.objectLock === 'off' || storage.removal === 'retain') return undefined;
  const problem = `storage.objectLock would keep what storage.removal '${storage.removal}' deletes`;
  return { problem, got: storage.objectLock, allowed: "'off', or storage.removal 'retain'" };
}

export function datasetsAreKnown({ datasets }: PlatformEnvironment, known: readonly string[]): Evidence | undefined {
  const unknown = datasets.find((name) => !known.includes(name));
  if (unknown === undefined) return undefined;
  return { problem: 'datasets names one that is not in datasets/index.ts', got: unknown, allowed: known.join(', ') };
}

export function acceptanceIsOnItsData({ acceptance, datasets }: PlatformEnvironment): Evidence | undefined {
  if (acceptance === 'none') return undefined;
  const { dataset, from } = acceptance;
  if (!datasets.includes(dataset)) {
    return { problem: 'acceptance.dataset is none of datasets', got: dataset, allowed: datasets.join(', ') };
  }
  try {
    acceptanceRun(acceptance);
    return undefined;
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    return { ...error.evidence, problem: `acceptance.from is no date of '${dataset}'`, got: from };
  }
}

export function retrainingMatchesItsSchedule({ retraining, schedules }: PlatformEnvironment): Evidence | undefined {
  if ((retraining === 'manual') === (schedules.retrain === 'off') || retraining === 'triggered') return undefined;
  const problem = `schedules.retrain does not fit retraining '${retraining}'`;
  const allowed = retraining === 'manual' ? "'off': nothing but a person starts a training" : 'a schedule';
  return { problem, got: schedules.retrain, allowed };
}

/**
 * What every name can begin with: a group of schedules may have 64 characters, a model package group 63, of which a hash takes 9 where a
 * data set's name is long; `npm run teardown` finds it by the stack's.
 */
const LONGEST_STACK_NAME = 50;

export function namesFit(environment: PlatformEnvironment): Evidence | undefined {
  return tooLongStackName(environment, LONGEST_STACK_NAME);
}

/** Jobs and package groups of `forecasting-dev-...` would begin like those of `forecasting-dev`, whose rights and teardown go by that. */
export function prefixIsNoStacksName({ namePrefix }: Environment): Evidence | undefined {
  if (!/^forecasting(-|$)/.test(namePrefix)) return undefined;
  const problem = "namePrefix begins as the stacks' own names do, so that two environments' names would mix";
  return { problem, got: namePrefix, allowed: "one that is not 'forecasting' and does not begin with 'forecasting-'" };
}

/** Of the 4 KB that Lambda allows all variables of a function: the one that registers is told the tags, and half of the room is for the others. */
const MOST_TAG_BYTES = 2000;

export function tagsFitAVariable({ tags }: Environment): Evidence | undefined {
  const bytes = Buffer.byteLength(JSON.stringify(tags));
  if (bytes <= MOST_TAG_BYTES) return undefined;
  const problem =
    'tags are too long together for the environment variable that the registering function reads them from';
  return { problem, got: `${bytes} bytes as JSON`, allowed: `at most ${MOST_TAG_BYTES}` };
}

export function boundaryIsOfTheAccount({ permissionsBoundary, account }: Environment): Evidence | undefined {
  if (permissionsBoundary === 'none') return undefined;
  const owner = permissionsBoundary.split(':')[4];
  if (owner === account || owner === 'aws') return undefined;
  const problem = 'permissionsBoundary is a policy of another account';
  return { problem, got: permissionsBoundary, allowed: `a policy of ${account}: IAM takes no other` };
}

/** Keys and topics of other accounts are fine; no function, bucket or job reaches for one in another region. */
export function existingResourcesAreInTheRegion(environment: PlatformEnvironment): Evidence | undefined {
  const { region, dataKey, notifications, tracking } = environment;
  const { topicArn = 'none', topicKeyArn = 'none' } = 'topicArn' in notifications ? notifications : {};
  const { secret = 'none', secretKeyArn = 'none' } = tracking === 'files' ? {} : tracking;
  const existing = {
    dataKey,
    'notifications.topicArn': topicArn,
    'notifications.topicKeyArn': topicKeyArn,
    'tracking.secret': secret,
    'tracking.secretKeyArn': secretKeyArn,
  };
  for (const [field, arn] of Object.entries(existing)) {
    if (!arn.startsWith('arn:') || arn.split(':')[3] === region) continue;
    return { problem: `${field} lies in another region`, got: arn, allowed: `one in ${region}` };
  }
  return undefined;
}

/** The owner of a topic that exists connects it to a channel; a second listener would tell everything twice. */
export function chatHearsATopicOfTheStack({ notifications, operations }: PlatformEnvironment): Evidence | undefined {
  if (operations.chat === 'none' || 'emails' in notifications) return undefined;
  const problem = 'operations.chat would listen to a topic that is not of the stack';
  return { problem, got: notifications.topicArn, allowed: "a topic with 'emails', or the chat 'none'" };
}

/** An alarm that is red between two looks of every week is one that nobody reads. */
export function looksAreMissedNoSoonerThanTheyCome({
  schedules,
  operations,
}: PlatformEnvironment): Evidence | undefined {
  if (schedules.monitor === 'off') return undefined;
  const hours = longestGapHours(schedules.monitor);
  if (operations.maxHoursBetweenLooks > hours) return undefined;
  const problem = 'operations.maxHoursBetweenLooks is over before the next look of schedules.monitor';
  return { problem, got: operations.maxHoursBetweenLooks, allowed: `more than ${hours}` };
}
