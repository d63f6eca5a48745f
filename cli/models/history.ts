import type { Transition } from '../../core/contracts/promotion.ts';
import { plural } from '../../core/contracts/figures.ts';
import { actionWord, selectionsAmong } from '../../core/promote/action-word.ts';
import { livedThroughNote, whenOf } from '../../core/promote/lived-through.ts';
import type { Column, Row as TableRow } from '../table.ts';
import type { View } from '../view.ts';
import { evidenceOf, isEvident, soundnessLines } from './evidence.ts';
import { productionLines } from './in-production.ts';
import type { Question } from './question.ts';
import { instant, stagedVersions } from './versions.ts';

const COLUMNS: readonly Column[] = [
  { title: 'revision', isFigure: true },
  { title: 'when (UTC)' },
  { title: 'action' },
  { title: 'from', isFigure: true },
  { title: 'to', isFigure: true },
  { title: 'report' },
];

/** Every move of the Production pointer, oldest first; whether their record is whole, and the reports are what they cite. */
export async function historyView({ dataset, ports, options, place }: Question): Promise<View> {
  const audit = await ports.production.audit(dataset, ports);
  const history = audit.moves;
  // A data set that nobody knows is an error; one whose models never went live has an empty history.
  const isNone = history.length === 0 && audit.broken === undefined;
  const versions = isNone ? [] : await ports.registry.list(dataset);
  if (isNone) await stagedVersions(ports, dataset);
  const evidence = await evidenceOf(history, ports.stores);
  const selections = selectionsAmong(versions);
  const moves = history.map((move) => ({ ...move, action: actionWord(move, selections) }));
  const rows = options.all ? moves.map((move) => ({ move, before: 0 })) : withoutFollowed(moves);
  const left = history.length - rows.length;
  const followed = `${plural(left, 'refresh', 'refreshes')} that another one followed left out; --all shows them`;
  const folder = commonFolder(history.flatMap(({ evidence }) => evidence?.reportUri ?? []));
  const note = livedThroughNote(history, timeOf);
  const tableRows = rows.map((row, at) => tableRow(row, rows[at - 1], folder));
  return {
    isUnsound: audit.broken !== undefined || !isEvident(evidence),
    json: { dataset, history, audit: { broken: audit.broken ?? null, unsigned: audit.unsigned, evidence } },
    text: [
      { table: { columns: COLUMNS, rows: tableRows } },
      ...(history.length === 0 ? [] : ['']),
      ...(tableRows.some(({ below }) => below?.length === 0)
        ? ['By whom and why is said where it is another than above.']
        : []),
      ...(note === undefined ? [] : [note]),
      ...(folder === '' ? [] : [`The reports lie in ${folder}`]),
      ...(left === 0 ? [] : [followed]),
      ...soundnessLines(audit, evidence),
      ...productionLines(history.at(-1), dataset, place),
    ],
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

/** Who moved it, and why, stands below where that is not as of the row before. */
function tableRow({ move, before }: Row, previous: Row | undefined, folder: string): TableRow {
  const { revision, action, from, to, evidence } = move;
  const isSame = previous?.move.by === move.by && previous.move.reason === move.reason;
  return {
    cells: [
      String(revision),
      whenOf(move, timeOf),
      before === 0 ? action : `${before + 1} refreshes`,
      from === null ? '-' : String(from),
      String(to),
      evidence?.reportUri.slice(folder.length) ?? '-',
    ],
    below: isSame ? [] : [[`by ${move.by}`, move.reason]],
  };
}

/** The column says that it is UTC's. */
function timeOf(atMs: number): string {
  return instant(atMs).replace(' UTC', '');
}

/** The folders that all addresses begin with, which need to be said once. */
function commonFolder([first = '', ...others]: readonly string[]): string {
  const folders = first.split('/').slice(0, -1);
  const shared = folders.findIndex((_, at) => {
    const folder = `${folders.slice(0, at + 1).join('/')}/`;
    return others.some((other) => !other.startsWith(folder));
  });
  const common = folders.slice(0, shared === -1 ? folders.length : shared);
  return common.length === 0 ? '' : `${common.join('/')}/`;
}
