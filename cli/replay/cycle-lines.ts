import { plural } from '../../core/contracts/figures.ts';
import { refreshesAmong, wentLive } from '../../core/evaluate/refreshes.ts';
import type { RunRecord } from '../../core/evaluate/run-record.ts';
import { worthOf } from '../../core/evaluate/worth.ts';

type Look = RunRecord['production']['looks'][number];

/** How often what was fitted went live, and what refusals were worth; each window's own line has said which, and why. */
export function cycleLines(windows: readonly RunRecord[]): readonly string[] {
  const looks = windows.flatMap(({ production }) => production.looks);
  const [first] = windows;
  const followed = first?.policy === 'gates' ? [refreshLine(looks), ...turnLine(looks)] : selectedLine(looks);
  return [...promotionLine(windows), ...followed];
}

/** Where every window's version went live there is nothing to tell. */
function promotionLine(windows: readonly RunRecord[]): readonly string[] {
  const refused = windows.filter((window) => !wentLive(window));
  if (refused.length === 0) return [];
  const judged = hindsightOf(refused.map(({ promotion }) => promotion));
  return [`The version selected did not go live in ${refused.length} of ${plural(windows.length, 'window')}${judged}.`];
}

/** The yardstick that trains and chooses at every look refreshes nothing: a look of it is a selection. */
function selectedLine(looks: readonly Look[]): readonly string[] {
  const selected = looks.filter(({ kind, fitted }) => kind === 'select' && fitted !== null);
  return selected.length === 0 ? [] : [`${plural(selected.length, 'look')} trained and chose anew.`];
}

function refreshLine(looks: readonly Look[]): string {
  const { fitted, live, refused } = refreshesAmong(looks);
  if (fitted.length === 0) return 'No look refreshed a version.';
  return `${plural(live.length, 'refresh', 'refreshes')} went live, ${refused.length} refused${hindsightOf(refused)}.`;
}

function turnLine(looks: readonly Look[]): readonly string[] {
  const of = (kind: Look['kind']) => looks.filter((look) => look.kind === kind).length;
  const [selected, returned] = [of('select'), of('return')];
  const texts = [
    ...(selected === 0 ? [] : [`${plural(selected, 'selection')} brought forward`]),
    ...(returned === 0 ? [] : [`${plural(returned, 'return')} to a former recipe`]),
  ];
  return texts.length === 0 ? [] : [`${texts.join(', ')}.`];
}

function hindsightOf(refused: readonly Pick<Look, 'hindsight'>[]): string {
  const worths = refused.map(({ hindsight }) => worthOf(hindsight).refusal);
  const count = (refusal: string) => worths.filter((one) => one === refusal).length;
  const [right, wrong] = [count('right'), count('wrong')];
  return right + wrong === 0 ? '' : `, in hindsight ${right} rightly and ${wrong} wrongly`;
}
