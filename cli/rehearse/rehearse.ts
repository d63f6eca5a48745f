import { createHash } from 'node:crypto';
import { removeOtherCheckouts } from '../../local/delivery/checkouts.ts';
import type { PipelinePlan } from '../../local/delivery/plan.ts';
import { killPrograms } from '../../local/delivery/programs.ts';
import { type ActionOutcome, type Walk, walkPipeline } from '../../local/delivery/walk.ts';
import { endOnSignals } from '../progress/interrupt.ts';
import { RunFailed } from '../errors.ts';
import { standBefore } from './before.ts';
import { RehearsedBuilds } from './builds.ts';
import type { RehearseOptions } from './command.ts';
import { showEnding } from './ending.ts';
import { assumeOfLaptops } from './facts.ts';
import { KeptStores, takeFolder } from './folders.ts';
import { platformsIn, playersOf } from './players.ts';
import { prepareRehearsal, type Rehearsal, ROOT } from './rehearsal.ts';
import { type Screen, screenOn } from '../progress/screen.ts';

/** Points of a rehearsal at which its store is kept. */
const BEFORE = 'before';

/** @throws RunFailed where it did not go as it was asked to */
export async function rehearse(options: RehearseOptions): Promise<void> {
  const screen = screenOn(process.stdout);
  endOnSignals(screen, interrupted);
  try {
    await rehearseOn(screen, options);
  } finally {
    screen.end();
  }
}

async function rehearseOn(screen: Screen, options: RehearseOptions): Promise<void> {
  const rehearsal = await prepareRehearsal(options);
  const { revision, pipelines, folders } = rehearsal;
  await takeFolder(folders);
  screen.say(`Rehearsing ${revision.commit.slice(0, 12)} '${revision.subject}' as a merge to ${options.branch}`);
  screen.say(`In ${folders.root}; no account is reached`, 1);
  const outcomes: ActionOutcome[] = [];
  const isComplete = await walkAll(rehearsal, options, { screen, outcomes });
  await showEnding({ rehearsal, outcomes, screen });
  const last = pipelines.at(-1)?.name;
  judge({ fail: options.fail, isComplete, outcomes, last });
  screen.say(options.fail === undefined ? 'The merge would be delivered.' : 'What failed would be returned from.');
}

function interrupted(): string {
  killPrograms();
  return 'Interrupted: every program that was started is ended; a rehearsal may begin anew at any time.';
}

interface Showing {
  readonly screen: Screen;
  readonly outcomes: ActionOutcome[];
}

/** @returns whether every pipeline came to its end */
async function walkAll(rehearsal: Rehearsal, options: RehearseOptions, showing: Showing): Promise<boolean> {
  const { revision, base, folders, env, pipelines, hostAt } = rehearsal;
  const checkouts = { root: ROOT, folder: folders.checkouts, env };
  await removeOtherCheckouts([revision.commit, ...(base === undefined ? [] : [base.commit])], checkouts);
  const kept = new KeptStores(folders, keptName(rehearsal, options));
  const platformOf = platformsIn(folders.store);
  const { screen } = showing;
  const walked = pipelines.slice(0, -1);
  const after = walked
    .map(({ name }) => `${name}${options.without === undefined ? '' : `-without-${options.without}`}`)
    .join('-');
  const builds = new RehearsedBuilds({ commit: revision.commit, checkouts, folders, screen });
  const walk = walkOf(rehearsal, options, { ...showing, builds });
  if (walked.length > 0 && (await kept.has(after))) {
    screen.say(
      `Before: ${walked.map(({ name }) => name).join(', ')} was rehearsed for this commit; its store is brought back`,
    );
    await kept.bringBack(after);
  } else {
    if (await kept.has(BEFORE)) {
      screen.say(`Before: ${base?.commit.slice(0, 12) ?? 'nothing'} stands everywhere, as a former rehearsal left it`);
      await kept.bringBack(BEFORE);
    } else {
      await kept.clear();
      if (base === undefined) screen.say('Before: nothing stands anywhere');
      else await standBefore({ base, checkouts, hostAt, platformOf, landing: options.landing, screen });
      await kept.keep(BEFORE);
    }
    await assumeOfLaptops(rehearsal, hostAt(ROOT).releases);
    for (const pipeline of walked) if (!(await walkPipeline(pipeline, walk))) return false;
    if (walked.length > 0) await kept.keep(after);
  }
  for (const pipeline of pipelines.slice(-1)) if (!(await walkPipeline(pipeline, walk))) return false;
  return true;
}

/** Whatever the store depends on. */
function keptName({ revision, base }: Rehearsal, { landing = 'demo' }: RehearseOptions): string {
  return createHash('sha256').update(`${revision.commit} ${base?.commit} ${landing}`).digest('hex').slice(0, 16);
}

function walkOf(
  { plan, place, revision, hostAt, folders, answers }: Rehearsal,
  { yes, fail, without, landing }: RehearseOptions,
  { screen, outcomes, builds }: Showing & { readonly builds: RehearsedBuilds },
): Walk {
  const players = playersOf({
    revision,
    host: hostAt(ROOT),
    builds,
    platformOf: platformsIn(folders.store),
    landing,
    answers,
    isAnswered: yes,
    fails: fail,
    without,
    screen,
  });
  return {
    plan,
    place,
    players,
    nowMs: () => performance.now(),
    onStage: ({ pipeline, stage }) => screen.say(`\n${pipeline}: ${stage}`),
    onAction: (action) => screen.say(action, 1),
    onOutcome(outcome) {
      outcomes.push(outcome);
      const { action, outcome: how, seconds, why } = outcome;
      screen.say(`${action} ${how}, ${seconds.toFixed(1)} s${how === 'failed' ? `: ${why ?? ''}` : ''}`, 1);
    },
    onRule: (rule, because) => screen.say(`\nThe rule ${rule} is met (${because})`),
  };
}

interface Judged {
  readonly fail: string | undefined;
  readonly isComplete: boolean;
  readonly outcomes: readonly ActionOutcome[];
  readonly last: PipelinePlan['name'] | undefined;
}

/** @throws RunFailed */
function judge({ fail, isComplete, outcomes, last }: Judged): void {
  const failed = outcomes.filter(({ outcome }) => outcome === 'failed');
  const [first] = failed;
  const where = ({ pipeline, stage, action }: ActionOutcome): string => `${action} of ${pipeline}, stage ${stage}`;
  if (fail === undefined) {
    if (isComplete) return;
    throw new RunFailed(
      'RehearsalFailed',
      first === undefined ? 'it was not walked to its end' : `${where(first)} failed`,
    );
  }
  const asked = failed.filter(({ pipeline, action }) => pipeline === last && action.toLowerCase().startsWith(fail));
  const other = failed.find((each) => !asked.includes(each));
  if (other !== undefined) throw new RunFailed('RehearsalFailed', `${where(other)} failed, which was not asked for`);
  if (asked.length === 0) throw new RunFailed('RehearsalFailed', `--fail ${fail}: it did not fail`);
  const returned = outcomes.some(({ pipeline, outcome }) => pipeline !== last && outcome === 'succeeded');
  if (!returned) throw new RunFailed('RehearsalFailed', 'no rule of the template has brought anything back');
}
