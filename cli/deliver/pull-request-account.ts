import { setTimeout } from 'node:timers/promises';
import { ListExecutionsCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { stackName } from '../../core/contracts/names.ts';
import type { ExecutionFacts } from '../../core/delivery/executions.ts';
import { dev } from '../../environments/dev.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import { accountStack } from '../../hosts/account.ts';
import { deliverTo, runMachineWith, type Started } from '../../hosts/target-machines.ts';
import { type ClientSettings, settingsIn } from '../../hosts/target-role.ts';
import { type Clients, clientsOf } from '../teardown/clients.ts';
import { resourcesOf } from '../teardown/stack.ts';
import { takeAway } from '../teardown/tear-down.ts';

type Say = (line: string) => void;

/** The account that a pull request is deployed to, as far as its own stack. */
export interface PullRequestAccount {
  deliver(dataset: string, body: Uint8Array): Promise<void>;
  /** Stops the execution, and rejects, where the signal comes first. */
  run(started: Started, waiting: { readonly say: Say; readonly signal: AbortSignal }): Promise<ExecutionFacts>;
  /** With all data; nothing happens where there is no stack. @throws TeardownRefused */
  takeAway(say: Say): Promise<void>;
}

const POLL_MS = 15_000;
const SETTLE_POLL_MS = 5_000;
/** Lambda lets go of network interfaces late; without a network a stack settles in minutes. */
const SETTLE_TRIES = 600;

/** In the role that dev's stack has for pull requests. */
export function pullRequestAccount(environment: PlatformEnvironment): PullRequestAccount {
  const settings = (): Promise<ClientSettings> => settingsIn({ ...dev, stack: stackName(dev) }, 'pulls');
  return {
    async deliver(dataset, body) {
      await deliverTo(await settings(), { environment, dataset, body });
    },
    async run(started, { say, signal }) {
      const pause = (ms: number): Promise<unknown> => setTimeout(ms, undefined, { signal });
      const waiting = { pollMs: POLL_MS, pause, say };
      return runMachineWith(await settings(), { environment, started, waiting });
    },
    async takeAway(say) {
      // Credentials last an hour: those of the beginning may be over.
      await takeAwayWith(environment, { clients: clientsOf(await settings()), pause: setTimeout, say });
    },
  };
}

export interface TakingAway {
  readonly clients: Clients;
  readonly pause: (ms: number) => Promise<unknown>;
  readonly say: Say;
}

/** @throws TeardownRefused */
export async function takeAwayWith(
  environment: PlatformEnvironment,
  { clients, pause, say }: TakingAway,
): Promise<void> {
  if (!(await settle(environment, { clients, pause, say }))) return;
  await stopExecutions(clients, stackName(environment));
  const { text } = await takeAway(environment, { clients, pause, deletesData: true });
  say(text);
}

/** A deployment that was cut off goes on without us. @returns whether there is a stack */
async function settle(environment: PlatformEnvironment, { clients, pause, say }: TakingAway): Promise<boolean> {
  for (let tries = 0; tries < SETTLE_TRIES; tries += 1) {
    const status = await statusOf(environment, clients);
    if (status === undefined) return false;
    if (!status.endsWith('_IN_PROGRESS') || status === 'REVIEW_IN_PROGRESS') return true;
    if (tries === 0) say(`${stackName(environment)} is ${status}: waiting for the end of that`);
    await pause(SETTLE_POLL_MS);
  }
  return true;
}

async function statusOf(environment: PlatformEnvironment, { stacks }: Clients): Promise<string | undefined> {
  try {
    return (await accountStack(environment, stacks)).StackStatus;
  } catch (error) {
    const isGone = error instanceof PlatformError && error.name === ERROR_NAMES.environmentUnreachable;
    if (isGone && /there is no stack/.test(error.message)) return undefined;
    throw error;
  }
}

async function stopExecutions({ stacks, machines }: Clients, stack: string): Promise<void> {
  for (const { id, type } of await resourcesOf(stacks, stack)) {
    if (type !== 'AWS::StepFunctions::StateMachine') continue;
    const running = new ListExecutionsCommand({ stateMachineArn: id, statusFilter: 'RUNNING' });
    for (const { executionArn } of (await machines.send(running)).executions ?? []) {
      await machines.send(new StopExecutionCommand({ executionArn, cause: 'the pull request is taken away' }));
    }
  }
}
