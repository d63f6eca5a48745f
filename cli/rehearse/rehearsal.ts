import { assumedRepository } from '../deliver/assumed-repository.ts';
import { fileURLToPath } from 'node:url';
import { DELIVERY_VARIABLES } from '../../core/contracts/delivery.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { stackName } from '../../core/contracts/names.ts';
import { findDelivery } from '../../environments/index.ts';
import { deliveryHost, type DeliveryHost } from '../../hosts/delivery.ts';
import { synthesizeEnvironment } from '../../lib/synthesize.ts';
import type { ActionPlan, DeliveryPlan, PipelinePlan } from '../../local/delivery/plan.ts';
import { readDelivery } from '../../local/delivery/read-delivery.ts';
import { refusal } from '../../local/delivery/refusal.ts';
import type { DeliveryTemplate, Place } from '../../local/delivery/resolver.ts';
import { definitionsOf } from '../definitions/definitions-of.ts';
import { UsageError } from '../errors.ts';
import { type Answers, answersOf } from './ask.ts';
import type { RehearseOptions } from './command.ts';
import { rehearsedEnvironment } from './environment-of.ts';
import { type Folders, foldersIn } from './folders.ts';
import { requireData, targetOf } from './machines.ts';
import { type Base, baseOf, type Revision, revision } from './revisions.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Everything that is known before anything starts. */
export interface Rehearsal {
  readonly plan: DeliveryPlan;
  readonly place: Place;
  /** In the order in which they are walked: what comes to `release` has come to `main` before. */
  readonly pipelines: readonly PipelinePlan[];
  readonly revision: Revision;
  readonly base: Base | undefined;
  readonly answers: Answers;
  readonly folders: Folders;
  readonly env: NodeJS.ProcessEnv;
  readonly hostAt: (root: string) => DeliveryHost;
}

/** @throws RehearsalRefused, UsageError, CheckoutRefused: whatever could not be played is refused here */
export async function prepareRehearsal(options: RehearseOptions): Promise<Rehearsal> {
  const { branch, base, yes, fail, landing } = options;
  const env = rehearsedEnvironment();
  const delivery = findDelivery();
  const place = { stack: stackName(delivery), account: delivery.account, region: delivery.region };
  const { template } = synthesizeEnvironment(delivery.name, { bundling: false });
  const plan = readDelivery(template as unknown as DeliveryTemplate, place);
  const { main, release } = delivery.branches;
  const pipelines = [...(branch === release ? [main] : []), branch].map((each) => startedBy(plan, each));
  const actions = actionsOf(plan);
  await requireMachines(actions, landing);
  requireFailing(fail, pipelines);
  const folders = foldersIn(options.folder);
  const hostAt = (root: string): DeliveryHost =>
    deliveryHost({ store: folders.store, root, imageRepository: imageRepositoryOf(actions) });
  const head = await committed(hostAt(ROOT), env);
  const asks = pipelines.some((pipeline) =>
    actionsOf({ pipelines: [pipeline] }).some(({ does }) => does === 'approval'),
  );
  return {
    plan,
    place,
    pipelines,
    revision: head,
    base: await baseOf(head.commit, base, { root: ROOT, env }),
    answers: asks ? answersOf(yes, process) : async () => false,
    folders,
    env,
    hostAt,
  };
}

function actionsOf({ pipelines }: Pick<DeliveryPlan, 'pipelines'>): readonly ActionPlan[] {
  return pipelines.flatMap(({ stages }) => stages.flatMap(({ actions }) => actions));
}

/** @throws RehearsalRefused */
function startedBy({ pipelines }: DeliveryPlan, branch: string): PipelinePlan {
  const [found, ...more] = pipelines.filter((pipeline) => pipeline.startedBy.includes(branch));
  if (found !== undefined && more.length === 0) return found;
  throw refusal({
    problem:
      found === undefined
        ? 'no pipeline starts when a branch is merged to'
        : 'several pipelines start when a branch is merged to',
    got: branch,
    allowed: pipelines.flatMap((pipeline) => pipeline.startedBy).join(', '),
  });
}

/** @throws RehearsalRefused for machines that no template has, and data sets that nobody has data of */
async function requireMachines(actions: readonly ActionPlan[], landing: string | undefined): Promise<void> {
  for (const action of actions) {
    if (action.does !== 'machine') continue;
    requireData(action, landing);
    const { environment, machine } = targetOf(action);
    const machines = Object.values((await definitionsOf(environment.name)).machines).map(({ name }) => name);
    if (machines.includes(machine)) continue;
    throw refusal({
      problem: `the action ${action.name} starts a machine that ${environment.name} does not have`,
      got: machine,
      allowed: machines.join(', '),
    });
  }
}

/** @throws UsageError */
function requireFailing(fail: string | undefined, pipelines: readonly PipelinePlan[]): void {
  if (fail === undefined) return;
  const last = pipelines.slice(-1);
  const machines = actionsOf({ pipelines: last }).flatMap((action) =>
    action.does === 'machine' ? [targetOf(action).machine] : [],
  );
  if (machines.includes(fail)) return;
  throw new UsageError(
    `--fail ${fail}: the pipeline ${last[0]?.name ?? ''} starts no such machine, but ${machines.join(', ')}`,
  );
}

/** The repository that the builds are told, so that the base's image comes from the same one. */
function imageRepositoryOf(actions: readonly ActionPlan[]): string {
  const told = actions.flatMap((action) =>
    action.does === 'build' ? [action.project.variables[DELIVERY_VARIABLES.imageRepository]] : [],
  );
  return told.find((repository) => repository !== undefined) ?? assumedRepository();
}

/** What is rehearsed is a commit. @throws CheckoutRefused */
async function committed({ checkout }: DeliveryHost, env: NodeJS.ProcessEnv): Promise<Revision> {
  const head = await checkout.head();
  const found = head === undefined ? undefined : await revision(head, { root: ROOT, env });
  if (found === undefined) {
    throw new PlatformError(ERROR_NAMES.checkoutRefused, {
      problem: 'this folder is no git repository with a commit: what is rehearsed is a merge',
      hint: "git init, git add --all, git commit; or 'git clone' the repository",
    });
  }
  const changed = await checkout.changedFiles();
  if (changed.length === 0) return found;
  throw new PlatformError(ERROR_NAMES.checkoutRefused, {
    problem: `${changed.length} files differ from the commit, and what is rehearsed is a commit`,
    got: changed.slice(0, 5).join(', '),
    allowed: 'a checkout as it was committed',
    hint: "commit them, or 'git stash --include-untracked'",
  });
}
