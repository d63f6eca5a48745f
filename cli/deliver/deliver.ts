import { fileURLToPath } from 'node:url';
import {
  DELIVERY_VARIABLES,
  RETURN_FROM,
  RETURN_FROM_VARIABLE,
  type ReturnFrom,
} from '../../core/contracts/delivery.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { deliveryHost, type DeliveryHost } from '../../hosts/delivery.ts';
import { UsageError } from '../errors.ts';
import { needed } from '../options.ts';
import { printView, type View } from '../view.ts';
import { assumedRepository } from './assumed-repository.ts';
import { build } from './build.ts';
import { check } from './check.ts';
import type { DeliverOptions, Verb } from './command.ts';
import { confirm, requireConfirmed } from './confirm.ts';
import { deploy } from './deploy.ts';
import { evidence, verifyEvidence } from './evidence/evidence.ts';
import { image } from './image.ts';
import { keepRun } from './keep-run.ts';
import { pullRequest } from './pull-request.ts';
import { returnTo } from './return.ts';
import { runMachineOf } from './run.ts';
import { status } from './status.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What a verb is asked to do. */
export interface Request {
  readonly commit: string;
  readonly environment: () => string;
  readonly execution: () => string;
  readonly machine: () => string;
  readonly input: string;
  readonly from: ReturnFrom;
  readonly number: () => number;
  /** As it was given. */
  readonly store: string;
  /** Whether evidence is only held against its hashes, and against the one that an approval showed. */
  readonly verify: boolean;
  readonly sha256: string | undefined;
}

type Act = (request: Request, host: DeliveryHost) => Promise<View>;

const ACTS: Readonly<Record<Verb, Act>> = {
  check: ({ commit }, host) => check(commit, host),
  image: ({ commit }, host) => image(commit, host),
  build: ({ commit }, host) => build(commit, host),
  deploy: ({ commit, environment, sha256 }, host) =>
    deploy({ commit, environment: environment(), kind: 'deploy', approved: sha256 }, host),
  run: ({ commit, environment, machine, input }, host) =>
    runMachineOf({ commit, environment: environment(), machine: machine(), input, root: ROOT }, host),
  'keep-run': ({ commit, environment, execution }, host) =>
    keepRun({ commit, environment: environment(), execution: execution() }, host),
  evidence: ({ commit, store, verify, sha256 }, host) =>
    verify ? verifyEvidence(commit, sha256, host) : evidence({ commit, store, root: ROOT }, host),
  'require-confirmed': ({ commit, environment }, host) => requireConfirmed(commit, environment(), host),
  confirm: ({ commit, environment, execution }, host) =>
    confirm({ commit, environment: environment(), execution: execution() }, host),
  return: ({ environment, from }, host) => returnTo({ environment: environment(), from }, host),
  'pull-request': ({ commit, number }, host) => pullRequest({ commit, number: number() }, host),
  status: (_, host) => status(host),
};

/** @throws UsageError; PlatformError by the name of what is wrong */
export async function deliver(options: DeliverOptions): Promise<void> {
  const { verb } = options;
  const store = needed(
    options.store ?? process.env[DELIVERY_VARIABLES.store],
    'store',
    `s3://BUCKET or a folder, also by the variable ${DELIVERY_VARIABLES.store}`,
  );
  const imageRepository =
    process.env[DELIVERY_VARIABLES.imageRepository] ?? (store.startsWith('s3://') ? '' : assumedRepository());
  const host = deliveryHost({ store, root: ROOT, imageRepository });
  const request: Request = {
    commit: options.commit ?? (await headOf(host)),
    environment: () => needed(options.env, 'env', `${verb} works on one environment`),
    execution: () => needed(options.execution, 'execution', `${verb} needs the ARN of the execution`),
    machine: () => needed(options.machine, 'machine', `${verb} needs the name of a machine`),
    input: options.input,
    from: options.from ?? returnFrom(process.env[RETURN_FROM_VARIABLE]),
    number: () => needed(options.number, 'number', `${verb} needs the number of the pull request`),
    store,
    verify: options.verify,
    sha256: options.sha256,
  };
  printView(await ACTS[verb](request, host), options.json);
}

/** @throws UsageError */
export function returnFrom(told: string | undefined): ReturnFrom {
  const found = RETURN_FROM.find((one) => one === (told ?? 'any'));
  if (found !== undefined) return found;
  throw new UsageError(`${RETURN_FROM_VARIABLE} is '${told}'; allowed: ${RETURN_FROM.join(', ')}; nothing was changed`);
}

async function headOf({ checkout }: DeliveryHost): Promise<string> {
  const head = await checkout.head();
  if (head !== undefined) return head;
  throw new PlatformError(ERROR_NAMES.checkoutRefused, {
    problem: 'this folder is no git repository, so it has no commit of its own',
    hint: 'say which commit it is: --commit C',
  });
}
