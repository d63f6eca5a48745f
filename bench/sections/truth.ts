import { UsageError } from '../../cli/errors.ts';
import type { Figure, SectionContext } from '../report.ts';
import { synthesize } from '../synth.ts';
import { usersOf } from '../truth/compare.ts';
import { figuresOf } from '../truth/figures.ts';
import { codeState } from '../truth/kept.ts';
import { m4Figures } from '../truth/m4-figures.ts';
import { M4_PANELS, m4Peers, m4Product, readM4 } from '../truth/m4.ts';
import type { Outcome } from '../truth/outcome.ts';
import { damageFigures } from '../truth/damage-figures.ts';
import { damagedGames, damageLine, damageOutcome } from '../truth/damaged-plays.ts';
import { type Game, labelOf, play, type Play } from '../truth/play.ts';
import { POLICY_NAMES, USUAL_POLICIES } from '../truth/policies.ts';
import { prophetHeld } from '../truth/prophet-held.ts';
import { readSets, type TruthSet } from '../truth/sets.ts';
import { tableOf } from '../truth/table.ts';

/** Replays at a time: each has jobs on all cores, and leaves them idle between two. */
const AT_A_TIME = 2;

/** What the users of real data sets get, by each policy, through the product itself; left out where the data sets are not there. */
export async function truth({ truth: options, write }: SectionContext): Promise<readonly Figure[]> {
  const found = await readSets(options.series);
  if (found === undefined) {
    write(`  left out: there is no ${options.series}/sets.json; --series DIR says where it is`);
    return [];
  }
  const sets = options.sets === undefined ? found : named(found, options.sets);
  const policies = options.policies ?? (options.all ? POLICY_NAMES : USUAL_POLICIES);
  const isWhole = options.sets === undefined && options.policies === undefined;
  await synthesize();
  const run = { code: await codeState(), write };
  const played = await playAll(
    sets.flatMap((set) => policies.map((policy) => ({ set, policy }))),
    run,
  );
  const outcomes: Outcome[] = [];
  for (const set of sets) {
    const outcome = outcomeOf(set, played);
    outcomes.push(isWhole ? { ...outcome, prophet: await heldBesideProphet(set, { played, write }) } : outcome);
  }
  write(`\n${tableOf(outcomes, policies)}\n`);
  const rest = isWhole ? [...(await damaged(played, run)), ...(await m4(options.series, run))] : [];
  return [...figuresOf(outcomes), ...rest];
}

interface Run {
  readonly code: string;
  readonly write: (line: string) => void;
}

function named(found: readonly TruthSet[], names: readonly string[]): readonly TruthSet[] {
  return names.map((name) => {
    const set = found.find((one) => one.name === name);
    if (set !== undefined) return set;
    throw new UsageError(`--sets '${name}' is unknown; allowed: ${found.map((one) => one.name).join(', ')}`);
  });
}

type Played<G extends Game = Game> = G & { readonly play: Play };

/** All of them, even after one that fails: each is kept. @throws Error naming those that failed */
async function playAll<G extends Game>(games: readonly G[], { code, write }: Run): Promise<readonly Played<G>[]> {
  const waiting = [...games.entries()];
  const played: Played<G>[] = [];
  const failed: string[] = [];
  let done = 0;
  const playNext = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [at, game] = next;
      const name = labelOf(game);
      try {
        const result = await play(game, code);
        played[at] = { ...game, play: result };
        done++;
        const { seconds, fits } = result;
        write(`  ${name}: ${seconds.toFixed(1)} s, ${fits} fits (${done} of ${games.length})`);
      } catch (cause) {
        failed.push(`${name}: ${cause instanceof Error ? cause.message : String(cause)}`);
        write(`  ${failed.at(-1)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, playNext));
  if (failed.length > 0) throw new Error(`${failed.length} of ${games.length} replays failed: ${failed.join('; ')}`);
  return played;
}

function outcomeOf({ name }: TruthSet, played: readonly Played[]): Outcome {
  const own = played.filter(({ set }) => set.name === name);
  return {
    set: name,
    users: Object.fromEntries(own.map(({ policy, play: { windows } }) => [policy, usersOf(windows)])),
    plays: Object.fromEntries(own.map((one) => [one.policy, one.play])),
  };
}

/** Every policy has played the same windows. */
async function heldBesideProphet(
  set: TruthSet,
  { played, write }: { readonly played: readonly Played[]; readonly write: Run['write'] },
): Promise<number> {
  const windows = played.find((one) => one.set.name === set.name)?.play.windows ?? [];
  const rmse = await prophetHeld(set, windows);
  write(`  ${set.name} Python Prophet: RMSE ${rmse.toPrecision(4)}`);
  return rmse;
}

/** What a delivery gone wrong does to users, on every set that the gates have played. */
async function damaged(played: readonly Played[], run: Run): Promise<readonly Figure[]> {
  const undamaged = played.filter(({ policy }) => policy === 'gates');
  const games = await Promise.all(undamaged.map(({ set, play: { windows } }) => damagedGames(set, windows[0])));
  const outcomes = (await playAll(games.flat(), run)).map((game) => {
    const asItWas = undamaged.find(({ set }) => set.name === game.set.name)!.play.windows[0];
    return damageOutcome(game, game.play.windows[0], asItWas);
  });
  for (const outcome of outcomes) run.write(`  ${damageLine(outcome)}`);
  return damageFigures(
    outcomes,
    undamaged.flatMap(({ play: { windows } }) => windows),
  );
}

/** One after the other: CPU seconds are counted. */
async function m4(folder: string, { code, write }: Run): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const panel of M4_PANELS) {
    const data = await readM4(folder, panel);
    if (data === undefined) continue;
    const product = await m4Product(panel, data, code);
    write(`  ${panel.name} by the product: ${product.seconds.toFixed(1)} CPU s`);
    const peers = await m4Peers(panel, data);
    figures.push(...m4Figures(panel, data, { product, peers }));
  }
  return figures;
}
