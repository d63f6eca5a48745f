import { figure, percent } from '../../core/contracts/figures.ts';
import type { FailedWindow, SkippedWindow } from '../../core/contracts/steps/replay.ts';
import { shown } from '../../core/contracts/visible.ts';
import { refusedRows } from '../../core/contracts/steps/counts.ts';
import { joinedText } from '../../core/evaluate/joined-text.ts';
import { refreshesAmong } from '../../core/evaluate/refreshes.ts';
import type { ReplayRecord } from '../../core/evaluate/replay-record.ts';
import type { RunRecord } from '../../core/evaluate/run-record.ts';
import { sliceCountsOf } from '../../core/evaluate/slice-counts.ts';
import { perfectNaives, usersRatio } from '../../core/evaluate/users-error.ts';
import { widthOf } from '../fitted-text.ts';
import { fittedTable } from '../table.ts';
import { cycleLines } from './cycle-lines.ts';
import { windowName } from './window-text.ts';

interface Column {
  readonly title: string;
  readonly cell: (window: RunRecord) => string;
}

/** What a person asks first stands first: as many are shown as the terminal is wide for. The report has them all. */
const COLUMNS: readonly Column[] = [
  { title: 'cv', cell: ({ crossValidation }) => figure(crossValidation.rmse) },
  { title: 'rmse', cell: ({ production }) => figure(production.realised?.rmse) },
  { title: 'naive', cell: ({ naiveRmse }) => figure(naiveRmse) },
  { title: 'coverage', cell: ({ production }) => percent(production.realised?.coverage) },
  { title: 'live', cell: liveVersions },
  { title: 'refreshes', cell: refreshes },
  { title: 'held', cell: ({ realised }) => figure(realised.rmse) },
  { title: 'joined', cell: joinedText },
  { title: 'quarantined', cell: ({ counts }) => String(refusedRows(sliceCountsOf(counts, 'Eval'))) },
];

const HEADS = [
  { title: 'window' },
  { title: 'chosen' },
  ...COLUMNS.map(({ title }) => ({ title, isFigure: true as const })),
];

const MEANING =
  "rmse: of what users got; naive: of the seasonal naive on the same rows; cv: of the window's version in cross-validation";

/** The closing table, a line a window, in at most so many columns. */
export function replayTable({ windows, failed, skipped }: Omit<ReplayRecord, 'dataset'>, width: number): string {
  const without = [
    ...failed.map((window) => emptyRow(window, 'failed')),
    ...skipped.map((window) => emptyRow(window, 'not lived through')),
  ];
  const lived = windows.map((window) => [
    windowName(window.evaluate),
    shown(window.chosen, CHOSEN_CHARACTERS),
    ...COLUMNS.map(({ cell }) => cell(window)),
  ]);
  const rows = [...lived, ...without].sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  const count = fitting(rows, width);
  return fittedTable(
    { columns: HEADS.slice(0, count), rows: rows.map((cells) => ({ cells: cells.slice(0, count) })) },
    width,
  ).join('\n');
}

/** What the table and the windows come to: the error against the naive's, and how often what was fitted went live. */
export function replayLines(windows: readonly RunRecord[]): readonly string[] {
  const isScored = windows.some(({ production }) => typeof production.realised?.rmse === 'number');
  return [...(isScored ? [MEANING] : []), skillLine(windows), ...cycleLines(windows)];
}

/** By its dates, and in the place of the candidate chosen why there is nothing else. */
function emptyRow({ evaluate }: FailedWindow | SkippedWindow, why: string): readonly string[] {
  return [windowName(evaluate), why, ...COLUMNS.map(() => figure(null))];
}

/** How many columns, from the first on, there is room for. */
function fitting(rows: readonly (readonly string[])[], width: number): number {
  const widths = HEADS.map(({ title }, at) => Math.max(...[title, ...rows.map((row) => row[at] ?? '')].map(widthOf)));
  const ends = widths.map((_, at) => widths.slice(0, at + 1).reduce((sum, each) => sum + each, GAP * at));
  return Math.max(2, ends.filter((end) => end <= width).length);
}

/** Of a table, between two columns. */
const GAP = 2;
const CHOSEN_CHARACTERS = 20;

/** From the one at the window's start to the one at its end. */
function liveVersions({ production: { version, looks } }: RunRecord): string {
  if (version === null) return figure(null);
  const last = looks.at(-1)?.version ?? version;
  return last === version ? `v${version}` : `v${version}-v${last}`;
}

/** Of those that were fitted, how many went live. */
function refreshes({ production: { looks } }: RunRecord): string {
  const { fitted, live } = refreshesAmong(looks);
  return fitted.length === 0
    ? figure(null)
    : live.length === fitted.length
      ? String(live.length)
      : `${live.length}/${fitted.length}`;
}

/** How what users got did against the yardstick, on average and in the worst window. */
function skillLine(windows: readonly RunRecord[]): string {
  const ratios = windows.flatMap((window) => {
    const ratio = usersRatio(window);
    return ratio === null ? [] : [{ ratio, window }];
  });
  const unmeasured = perfectNaives(windows);
  if (ratios.length === 0) return unmeasured ?? 'No window has both a realised error and a naive error.';
  const mean = ratios.reduce((sum, { ratio }) => sum + ratio, 0) / ratios.length;
  const { ratio, window } = ratios.reduce((left, right) => (right.ratio > left.ratio ? right : left));
  const all = `Users' error is ${figure(mean)} of the seasonal naive's`;
  const worst = `on average, and ${figure(ratio)} in the worst window, ${windowName(window.evaluate)}`;
  return [`${all}${ratios.length === 1 ? '' : ` ${worst}`}.`, ...(unmeasured === undefined ? [] : [unmeasured])].join(
    ' ',
  );
}
