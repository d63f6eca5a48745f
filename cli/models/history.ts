import type { Transition } from '../../core/contracts/promotion.ts';
import { plural } from '../../core/contracts/figures.ts';
import { actionWord, selectionsAmong } from '../../core/promote/action-word.ts';
import { textTable } from '../table.ts';
import type { View } from '../view.ts';
import { productionLine } from './in-production.ts';
import type { Question } from './question.ts';
import { instant, stagedVersions } from './versions.ts';

const HEADER = ['revision', 'when', 'action', 'from', 'to', 'by', 'reason', 'report'];
const WORDS = [1, 2, 5, 6, 7];

/** Every move of the Production pointer, oldest first. */
export async function historyView({ dataset, ports, options, place }: Question): Promise<View> {
  const history = await ports.production.history(dataset);
  // A data set that nobody knows is an error; one whose models never went live has an empty history.
  const versions = history.length === 0 ? [] : await ports.registry.list(dataset);
  if (history.length === 0) await stagedVersions(ports, dataset);
  const selections = selectionsAmong(versions);
  const moves = history.map((move) => ({ ...move, action: actionWord(move, selections) }));
  const rows = options.all ? moves.map((move) => ({ move, before: 0 })) : withoutFollowed(moves);
  const left = history.length - rows.length;
  const note =
    left === 0 ? '' : `\n${plural(left, 'refresh', 'refreshes')} that another one followed left out; --all shows them`;
  const closing = productionLine(history.at(-1), dataset, place);
  return {
    json: { dataset, history },
    text: history.length === 0 ? closing : `${textTable(HEADER, rows.map(rowOf), WORDS)}${note}\n${closing}`,
  };
}

type Move = Omit<Transition, 'action'> & { readonly action: string };

interface Row {
  readonly move: Move;
  /** Refreshes right before it that it stands for, too. */
  readonly before: number;
}

/** Of refreshes one after the other the last one: it begins where the first began. */
function withoutFollowed(history: readonly Move[]): readonly Row[] {
  const rows: Row[] = [];
  for (const move of history) {
    const last = rows.at(-1);
    const isFollowed = move.action === 'refresh' && last?.move.action === 'refresh';
    if (isFollowed) rows[rows.length - 1] = { move: { ...move, from: last.move.from }, before: last.before + 1 };
    else rows.push({ move, before: 0 });
  }
  return rows;
}

function rowOf({ move: { revision, atMs, action, from, to, by, reason, evidence }, before }: Row): readonly string[] {
  return [
    String(revision),
    instant(atMs),
    before === 0 ? action : `${before + 1} refreshes`,
    from === null ? '-' : String(from),
    String(to),
    by,
    reason,
    evidence?.reportUri ?? '-',
  ];
}
