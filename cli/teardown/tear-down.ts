import { setTimeout } from 'node:timers/promises';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { packageGroupName, packageGroupPrefix } from '../../core/contracts/names.ts';
import type { Environment } from '../../environments/environment.ts';
import { findEnvironment } from '../../environments/index.ts';
import { UsageError } from '../errors.ts';
import { printView, type View } from '../view.ts';
import { emptyBucket } from './buckets.ts';
import { type Clients, clientsOf } from './clients.ts';
import type { TeardownOptions } from './command.ts';
import { deleteKept, deletePackageGroup, packageGroups } from './kept.ts';
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
  const environment = findEnvironment(env);
  const aws = clients ?? clientsOf(environment.region);
  const found = await standingOf(aws, environment);
  const refusal = refusalOf(found, dataOf !== undefined);
  if (refusal !== undefined) throw new PlatformError(ERROR_NAMES.teardownRefused, refusal);
  await remove(aws, found, { deletesData: dataOf !== undefined, pause });
  printView(await clearUp(aws, { found, environment, deletesData: dataOf !== undefined }), options.json);
}

/** Data first: CloudFormation deletes no bucket that holds an object. */
async function remove(
  { stacks, buckets }: Clients,
  { stack, stackId, resources }: Found,
  { deletesData, pause }: { readonly deletesData: boolean } & Required<Pick<Surroundings, 'pause'>>,
): Promise<void> {
  let failure: string | undefined;
  for (let tries = 0; tries < TRIES; tries++) {
    const there = tries === 0 ? resources : await resourcesOf(stacks, stack);
    if (deletesData) for (const { id } of bucketsIn(there)) await emptyBucket(buckets, id, progressOf(id));
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

interface Clearing {
  readonly found: Found;
  readonly environment: Environment;
  readonly deletesData: boolean;
}

/** What the stack left, listed, or deleted as well. Of the groups only those go that the environment's data sets have. */
async function clearUp(aws: Clients, { found, environment, deletesData }: Clearing): Promise<View> {
  const { stack, resources } = found;
  const kept = resources.filter(({ isKept }) => isKept);
  const groups = await packageGroups(aws.models, packageGroupPrefix(stack));
  const own = environment.datasets.map((dataset) => packageGroupName(stack, dataset));
  const deleted = deletesData ? groups.filter((group) => own.includes(group)) : [];
  for (const group of deleted) await deletePackageGroup(aws.models, group);
  const left = deletesData ? await deleteKept(aws, kept) : kept;
  const lines = [
    ...left.map(({ logicalId, type, id }) => `${type} ${logicalId}: ${id}`),
    ...groups.filter((group) => !deleted.includes(group)).map((group) => `model package group ${group}`),
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
