import { join } from 'node:path';
import { standing } from '../../core/delivery/deployments.ts';
import type { DeliveryHost } from '../../hosts/delivery.ts';
import type { ApprovalAction, MachineAction } from '../../local/delivery/plan.ts';
import { LeftOut, type Players } from '../../local/delivery/walk.ts';
import { readTemplate, type Template } from '../../local/platform/template.ts';
import type { Json } from '../../asl/index.ts';
import { RunFailed } from '../errors.ts';
import { templateOf } from '../deliver/changes.ts';
import { withAssembly } from '../deliver/stored-assembly.ts';
import type { Answers } from './ask.ts';
import type { RehearsedBuilds } from './builds.ts';
import { land, playMachine, setAlarms, targetOf, WATCHING_MACHINE } from './machines.ts';
import type { Revision } from './revisions.ts';
import type { Screen } from '../progress/screen.ts';

export interface Playground {
  readonly revision: Revision;
  readonly host: DeliveryHost;
  readonly builds: RehearsedBuilds;
  readonly platformOf: (environment: string) => string;
  readonly landing: string | undefined;
  readonly answers: Answers;
  readonly isAnswered: boolean;
  readonly fails: string | undefined;
  /** The name of an action. */
  readonly without: string | undefined;
  readonly screen: Screen;
}

/** What plays the actions of a pipeline on a laptop. */
export function playersOf(ground: Playground): Players {
  const { revision, builds, without, screen } = ground;
  return {
    async source({ branch }) {
      const { commit, subject, author, at } = revision;
      screen.say(`${commit} '${subject}', as if it were merged to ${branch}`, 2);
      return { CommitId: commit, BranchName: branch, CommitMessage: subject, AuthorDate: at, AuthorName: author };
    },
    async build(action, at) {
      if (without !== undefined && action.name.toLowerCase() === without) {
        const commands = action.project.build.commands.map(({ command }) => command).join('; ');
        screen.say(`LEFT OUT (--without ${without}): ${commands}`, 2);
        await assumePassed(action.name, ground);
        return new LeftOut(`--without ${without}`);
      }
      return builds.play(action, at);
    },
    machine: (action) => machine(action, ground),
    approval: (action) => approval(action, ground),
    tell(tells, message) {
      screen.say(`to ${tells.length === 0 ? 'nobody' : tells.join(', ')}: ${message}`, 2);
    },
  };
}

async function assumePassed(action: string, { host: { releases }, revision: { commit } }: Playground): Promise<void> {
  await releases.assume({
    fact: `${action} of ${commit}`,
    assumed: 'it would have passed',
    why: 'it was left out: nothing has checked the commit',
  });
}

/** The machine of what stands in the environment, from its stored build. */
async function machine(action: MachineAction, ground: Playground) {
  const { host, platformOf, landing, fails, screen } = ground;
  const { environment, machine: name } = targetOf(action);
  const platform = platformOf(environment.name);
  await land(platform, landing);
  const isWatching = name === WATCHING_MACHINE;
  const isFailing = isWatching && fails === name;
  await setAlarms(platform, isFailing ? 'turning red' : 'green');
  const stands = standing(await host.releases.deployments(environment.name));
  if (stands === undefined) throw new RunFailed('NothingStands', `nothing was deployed to ${environment.name}`);
  const template = await withAssembly({ commit: stands.commit, environment: environment.name }, host, templateOf);
  const definitions = readTemplate(template as unknown as Template);
  if (isWatching && !isFailing) await assumeHaste(environment, host);
  const input: Json = JSON.parse(JSON.stringify({ ...action.input, ...(isWatching ? { bakeMinutes: 0 } : {}) }));
  screen.say(
    `the machine ${name} of ${stands.commit.slice(0, 12)} in ${environment.name}, ${JSON.stringify(input)}`,
    2,
  );
  const run = await playMachine({
    platform,
    definitions,
    machine: name,
    name: `rehearsal-${action.name.toLowerCase()}`,
    input,
    screen,
  });
  const { arn, machineArn } = run.execution;
  return { ExecutionArn: arn, StateMachineArn: machineArn };
}

async function assumeHaste(
  { name, bakeMinutes }: { readonly name: string; readonly bakeMinutes: number },
  { releases }: DeliveryHost,
): Promise<void> {
  await releases.assume({
    fact: `alarms of ${name}`,
    assumed: `they stay as they are for the ${bakeMinutes} minutes that they are watched`,
    why: 'a laptop has no CloudWatch, and nobody waits for it: they were looked at once',
  });
}

async function approval({ text, link, tells }: ApprovalAction, { answers, isAnswered, screen }: Playground) {
  screen.say(text, 2);
  screen.say(`read: ${link}`, 2);
  if (tells.length > 0) screen.say(`told: ${tells.join(', ')}`, 2);
  const isApproved = await answers('    Approve? [y/N] ');
  if (!isApproved) throw new RunFailed('ApprovalRejected', 'rejected at the terminal');
  screen.say(isAnswered ? 'approved by --yes' : 'approved at the terminal', 2);
  return {};
}

/** Where the releases are, beside the platforms of the environments. */
export function platformsIn(store: string): (environment: string) => string {
  return (environment) => join(store, 'platform', environment);
}
