import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DAMAGE_NAMES, damagedCsv, type DamageName, type Stretch } from './damage.ts';
import type { Look, Sums, Window } from './in-force.ts';
import { KEPT_DIR } from './kept.ts';
import type { Game } from './play.ts';
import type { TruthSet } from './sets.ts';

/** A set whose first window got one damaged delivery. */
export interface DamagedGame extends Game {
  readonly damage: DamageName;
  /** Place of the look that saw the damage first. */
  readonly look: number;
}

/**
 * The first window of a set, once a damage: in the stretch before the look in its middle.
 *
 * @param window the same one as it was, by the gates
 */
export async function damagedGames(set: TruthSet, window: Window): Promise<readonly DamagedGame[]> {
  const look = middleLook(window.looks);
  if (look === undefined) return [];
  const csv = await readFile(set.csv, 'utf8');
  const games: DamagedGame[] = [];
  for (const damage of DAMAGE_NAMES) {
    const label = `${set.name}-${damage.replaceAll(' ', '-')}`;
    const folder = join(KEPT_DIR, 'damaged', damage.replaceAll(' ', '-'));
    await mkdir(folder, { recursive: true });
    // The file's name is the data set's.
    const file = join(folder, `${set.name}.csv`);
    await writeFile(file, damagedCsv(csv, stretchOf(window, look), damage));
    games.push({ set: { ...set, csv: file, windows: 1 }, policy: 'gates', label, damage, look });
  }
  return games;
}

/** The last look, at the window's end, fits nothing. */
function middleLook(looks: readonly Look[]): number | undefined {
  const acting = looks.length - 1;
  return acting < 1 ? undefined : Math.floor((acting - 1) / 2);
}

function stretchOf({ train, looks }: Window, look: number): Stretch {
  return { after: look === 0 ? train.end : looks[look - 1].asOf, upTo: looks[look].asOf };
}

export interface DamageOutcome {
  readonly set: string;
  readonly damage: DamageName;
  /** What became of the version fitted on damaged data; `kept`: it went live without some series, which kept what they had. */
  readonly fate: 'refused' | 'kept' | 'live';
  readonly kept: number;
  readonly refusals: readonly string[];
  /**
   * Users' RMSE over that of the window as it was, on rows that are not damaged: from the look to the next one, for which what was fitted on
   * the damage would be in force; and to the window's end, though every fit learns from the damage until somebody mends it.
   */
  readonly untilNextLook: number;
  readonly untilTheEnd: number;
}

export function damageOutcome({ set, damage, look }: DamagedGame, damaged: Window, undamaged: Window): DamageOutcome {
  const { isFitted, isLive, kept, refusals } = damaged.looks[look];
  const isRefused = isFitted && !isLive;
  const ratio = (end: number | undefined) => {
    const [ours, asItWas] = [damaged, undamaged].map(({ byLook }) => rmseOf(byLook.slice(look + 1, end)));
    return ours / asItWas;
  };
  return {
    set: set.name,
    damage,
    fate: isRefused ? 'refused' : kept > 0 ? 'kept' : 'live',
    kept,
    refusals,
    untilNextLook: ratio(look + 2),
    untilTheEnd: ratio(undefined),
  };
}

function rmseOf(parts: readonly Sums[]): number {
  const [squared, joined] = [
    parts.reduce((sum, part) => sum + part.squared, 0),
    parts.reduce((n, part) => n + part.joined, 0),
  ];
  return Math.sqrt(squared / joined);
}

export function damageLine({ set, damage, fate, kept, refusals, untilNextLook, untilTheEnd }: DamageOutcome): string {
  const what = { refused: `refused (${refusals.join('; ')})`, kept: `live but for ${kept} series`, live: 'live' }[fate];
  const cost = `${untilNextLook.toFixed(3)} x up to the next look, ${untilTheEnd.toFixed(3)} x to the window's end`;
  return `${set}, ${damage}: ${what}; users' RMSE ${cost}`;
}
