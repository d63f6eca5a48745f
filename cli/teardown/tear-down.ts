import { setTimeout } from 'node:timers/promises';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { packageGroupName, packageGroupPrefix } from '../../core/contracts/names.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import { findPlatform } from '../../environments/index.ts';
import { UsageError } from '../errors.ts';
import { printView, type TextView } from '../view.ts';
import { emptyBucket } from './buckets.ts';
import { type Clients, clientsOf } from './clients.ts';
import type { TeardownOptions } from './command.ts';
import { deleteKept, deletePackageGroup, type Left, packageGroups } from './kept.ts';
import { refusalOf } from './refusal.ts';
import { bucketsIn, type Found, standingOf } from './standing.ts';
import { deleteStack, resourcesOf } from './stack.ts';

/** How often the stack is deleted anew: S3 delivers access logs late, also those of the emptying itself, into a bucket that was empty. */
const TRIES = 4;

interface Surroundings {
  readonly clients?: Clients;
  readonly pause?: (ms: number) => Promise<unknown>;
}

/** @throws UsageError; TeardownRefused where the environment may not go, or something of it does not */
export async function tearDown(options: TeardownOptions, { clients, pause = setTimeout }: Surroundings = {}) {
  const { env, 'delete-data': dataOf } = options;
  if (dataOf !== undefined && dataOf !== env) {
    throw new UsageError(`--delete-data '${dataOf}' and --env '${env}' are not the same environment`);
  }
  const environment = findPlatform(env);
  const aws = clients ?? clientsOf({ region: environment.region });
  printView(await takeAway(environment, { clients: aws, pause, deletesData: dataOf !== undefined }), options.json);
}

export interface TakingAway {
  readonly clients: Clients;
  readonly pause: (ms: number) => Promise<unknown>;
  readonly deletesData: boolean;
}

/** Deletes the stack of a literal. @throws TeardownRefused; EnvironmentUnreachable where there is none */
export async function takeAway(
  environment: PlatformEnvironment,
  { clients, pause, deletesData }: TakingAway,
): Promise<TextView> {
  const found = await standingOf(clients, environment);
  const refusal = refusalOf(found, deletesData);
  if (refusal !== undefined) throw new PlatformError(ERROR_NAMES.teardownRefused, refusal);
  const work = { found, environment, deletesData, pause };
  const groups = await clearGroups(clients.models, work);
  await remove(clients, work);
  return viewOf(found, groups, await clearKept(clients, work));
}

interface Work {
  readonly found: Found;
  readonly environment: PlatformEnvironment;
  readonly deletesData: boolean;
  readonly pause: (ms: number) => Promise<unknown>;
}

/** Of the groups only those go that the environment's data sets have; and before the stack, while this can be run again. @returns what is left */
async function clearGroups(client: Clients['models'], { found, environment, deletesData }: Work): Promise<string[]> {
  const groups = await packageGroups(client, packageGroupPrefix(found.stack));
  const own = environment.datasets.map((dataset) => packageGroupName(found.stack, dataset));
  const deleted = deletesData ? groups.filter((group) => own.includes(group)) : [];
  for (const group of deleted) {
    say(`${group}: deleting the model packages\n`);
    await deletePackageGroup(client, group);
  }
  return groups.filter((group) => !deleted.includes(group));
}

/** Data first: CloudFormation deletes no bucket that holds an object. */
async function remove({ stacks, buckets }: Clients, { found, deletesData, pause }: Work): Promise<void> {
  const { stack, stackId, resources } = found;
  let failure: string | undefined;
  for (let tries = 0; tries < TRIES; tries++) {
    const there = bucketsIn(tries === 0 ? resources : await resourcesOf(stacks, stack));
    if (deletesData) for (const { id } of there) await emptyBucket(buckets, id, { onDeleted: progressOf(id), pause });
    say(`${stack}: deleting the stack\n`);
    failure = await deleteStack(stacks, stackId, pause);
    if (failure === undefined) return;
    say(`${stack}: ${failure}\n`);
    if (!deletesData) break;
  }
  throw new PlatformError(ERROR_NAMES.teardownRefused, {
    problem: `CloudFormation did not delete the stack ${stack}`,
    got: failure,
    hint: 'its events in the CloudFormation console name the resource; then run this again',
  });
}

/** @returns what of the stack is left */
async function clearKept(aws: Clients, { found, deletesData }: Work): Promise<readonly Left[]> {
  const kept = found.resources.filter(({ isKept }) => isKept);
  return deletesData ? deleteKept(aws, kept) : kept;
}

function viewOf({ stack }: Found, groups: readonly string[], left: readonly Left[]): TextView {
  const lines = [
    ...left.map(
      ({ logicalId, type, id, reason }) => `${type} ${logicalId}: ${id}${reason === undefined ? '' : ` (${reason})`}`,
    ),
    ...groups.map((group) => `model package group ${group}`),
  ];
  const text =
    lines.length === 0 ? 'Nothing of it is left.' : ['Kept:', ...lines.map((line) => `  ${line}`)].join('\n');
  return { json: { stack, deleted: true, kept: lines }, text: `${stack} is deleted. ${text}` };
}

function progressOf(bucket: string): (count: number) => void {
  return (count) => say(`${bucket}: ${count} versions deleted\n`);
}

/** To standard error, so that standard output holds the result alone. */
function say(line: string): void {
  process.stderr.write(line);
}
