import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { stackName } from '../../core/contracts/names.ts';
import { assemblyStack, MANIFEST_FILE } from '../../core/delivery/assembly.ts';
import type { ExecutionFacts } from '../../core/delivery/executions.ts';
import type { StackToDeploy } from '../../core/delivery/ports.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import { pullRequestEnvironment, pullRequestRun } from '../../environments/pull-request.ts';
import type { DeliveryHost } from '../../hosts/delivery.ts';
import { writeDemoData } from '../demo/demo-data.ts';
import { RunFailed } from '../errors.ts';
import { messageIn } from '../place/run-failure.ts';
import type { View } from '../view.ts';
import { requireAccount } from './accounts.ts';
import { changesBetween, changesText, templateOf } from './changes.ts';
import { requireCheckoutOf } from './checkout.ts';
import { type PullRequestAccount, pullRequestAccount } from './pull-request-account.ts';

/** What a pull request stands beside. */
const BESIDE = 'dev';

export interface PullRequest {
  readonly number: number;
  readonly commit: string;
}

/**
 * Deploys the checkout under names of its own, runs its machine `pipeline` on the demo's data, and takes everything away again, however the rest went.
 * A pull request that was left behind by a killed run goes with its next one.
 *
 * @throws RunFailed where its run failed; TeardownRefused where something of it stays
 */
export async function pullRequest(
  { number, commit }: PullRequest,
  host: DeliveryHost,
  accountOf: (environment: PlatformEnvironment) => PullRequestAccount = pullRequestAccount,
): Promise<View> {
  const environment = pullRequestEnvironment(BESIDE, number);
  await requireCheckoutOf(commit, host);
  const folder = await mkdtemp(join(tmpdir(), 'pull-request-'));
  try {
    const context = { pullRequest: String(number) };
    await host.toolkit.synthesize({ commit, environment: BESIDE, context, folder });
    const stack = await ownStack(folder, environment);
    if (host.on === 'folder') return shown(number, stack);
    await requireAccount({ ...stack, environment: environment.name }, host);
    return await tryOut({ number, commit, environment, stack }, host, accountOf(environment));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Whatever was synthesized, no stack is touched that has another name than this pull request's. */
async function ownStack(folder: string, environment: PlatformEnvironment): Promise<StackToDeploy> {
  const found = assemblyStack(JSON.parse(await readFile(join(folder, MANIFEST_FILE), 'utf8')));
  const allowed = stackName(environment);
  if (found.stack === allowed) return { ...found, folder };
  throw new PlatformError(ERROR_NAMES.environmentInvalid, {
    problem: "what was synthesized is not the pull request's own stack",
    got: found.stack,
    allowed,
    hint: 'bin/app.ts has to hand the context pullRequest on',
  });
}

interface Trial extends PullRequest {
  readonly environment: PlatformEnvironment;
  readonly stack: StackToDeploy;
}

async function tryOut(trial: Trial, host: DeliveryHost, account: PullRequestAccount): Promise<View> {
  const { number, commit, stack } = trial;
  const stop = stopSignal();
  let facts: ExecutionFacts;
  try {
    await host.toolkit.deploy(stack);
    stop.signal.throwIfAborted();
    facts = await run({ ...trial, signal: stop.signal }, host, account);
  } catch (error) {
    // What went wrong first is what people have to hear; what stays is said as well.
    await account
      .takeAway(host.say)
      .catch((left: unknown) => host.say(`${stack.stack} is still there: ${String(left)}`));
    throw error;
  } finally {
    stop.forget();
  }
  await account.takeAway(host.say);
  const { status, arn, error, cause, startedAtMs, stoppedAtMs = startedAtMs } = facts;
  if (status !== 'SUCCEEDED') throw new RunFailed(error ?? status, messageIn(cause ?? 'no cause was given'));
  const seconds = (stoppedAtMs - startedAtMs) / 1000;
  const text = `Pull request ${number} (${commit}) was deployed as ${stack.stack}, its pipeline succeeded in ${seconds.toFixed(0)} s, and it is gone again.`;
  return { json: { number, commit, stack: stack.stack, execution: arn, status, seconds }, text };
}

/** Whoever stops the process stops the trial, and not the end of it: what was deployed is taken away first. */
function stopSignal(): { readonly signal: AbortSignal; readonly forget: () => void } {
  const controller = new AbortController();
  const abort = (): void => controller.abort(new RunFailed('Stopped', 'the trial of the pull request was stopped'));
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.once(signal, abort);
  return {
    signal: controller.signal,
    forget: () => {
      for (const signal of signals) process.removeListener(signal, abort);
    },
  };
}

async function run(
  { commit, environment, signal }: Trial & { readonly signal: AbortSignal },
  { say, clock }: DeliveryHost,
  account: PullRequestAccount,
): Promise<ExecutionFacts> {
  const input = pullRequestRun();
  const folder = await mkdtemp(join(tmpdir(), 'pull-request-data-'));
  try {
    const file = join(folder, 'data.csv');
    await writeDemoData(file);
    await account.deliver(input.dataset, await readFile(file));
  } finally {
    await rm(folder, { recursive: true });
  }
  say(`Running the pipeline of ${stackName(environment)}`);
  return account.run({ machine: 'pipeline', name: `${commit.slice(0, 12)}-${clock.nowMs()}`, input }, { say, signal });
}

async function shown(number: number, stack: StackToDeploy): Promise<View> {
  const changes = changesText(changesBetween({ Resources: {} }, await templateOf(stack)));
  const { account, region } = stack;
  const head = `Pull request ${number} would be deployed as ${stack.stack} of ${account} in ${region}, run, and taken away again`;
  return { json: { number, stack: stack.stack, account, region, deployed: false }, text: `${head}\n${changes}` };
}
