import { refusedRows } from '../../core/contracts/steps/counts.ts';
import { yardsticksText } from '../../core/backtest/yardstick.ts';
import type { ReplayRecord } from '../../core/evaluate/replay-record.ts';
import type { RunRecord } from '../../core/evaluate/run-record.ts';
import { sliceCountsOf } from '../../core/evaluate/slice-counts.ts';
import type { FailedWindow, SkippedWindow } from '../../core/contracts/steps/replay.ts';
import { figure, NAIVE_ERRS_NOWHERE, percent, plural } from '../../core/contracts/figures.ts';
import { joinedText } from '../../core/evaluate/joined-text.ts';
import { textTable } from '../table.ts';
import { cycleLines } from './cycle-lines.ts';

const HEADER = [
  'window',
  'chosen',
  'cv rmse',
  'naive rmse',
  'held rmse',
  'live rmse',
  'coverage',
  'live',
  'refreshes',
  'share',
  'joined',
  'quarantined',
];

/** The closing table: a line a window, the averages, and what the cycle did. */
export function replaySummary({ windows, failed, skipped }: Omit<ReplayRecord, 'dataset'>): string {
  const without = [
    ...failed.map((window) => emptyRow(window, `failed: ${window.error}`)),
    ...skipped.map((window) => emptyRow(window, 'not lived through')),
  ];
  const rows = [...windows.map(summaryRow), ...without].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = [skillLine(windows), ...cycleLines(windows)];
  return `${textTable(HEADER, rows, [0, 1])}\n${lines.join('\n')}`;
}

/** By its dates, and in the place of the candidate chosen why there is nothing else. */
function emptyRow({ evaluate }: FailedWindow | SkippedWindow, why: string): readonly string[] {
  return [`${evaluate.start}..${evaluate.end}`, why, ...HEADER.slice(2).map(() => '-')];
}

function summaryRow(window: RunRecord): readonly string[] {
  const { evaluate, chosen, crossValidation, realised, naiveRmse, production, counts } = window;
  return [
    `${evaluate.start}..${evaluate.end}`,
    chosen,
    figure(crossValidation.rmse),
    figure(naiveRmse),
    figure(realised.rmse),
    figure(production.realised?.rmse),
    percent(production.realised?.coverage),
    liveVersions(window),
    refreshes(window),
    shareAtEnd(window)?.toFixed(2) ?? '-',
    joinedText(window),
    String(refusedRows(sliceCountsOf(counts, 'Eval'))),
  ];
}

/** From the one at the window's start to the one at its end. */
function liveVersions({ production: { version, looks } }: RunRecord): string {
  if (version === null) return '-';
  const last = looks.at(-1)?.version ?? version;
  return last === version ? `v${version}` : `v${version}-v${last}`;
}

/** Of those that were fitted, how many went live. */
function refreshes({ production: { looks } }: RunRecord): string {
  const fitted = looks.filter((look) => look.kind === 'refresh' && look.fitted !== null);
  const live = fitted.filter(({ refusals }) => refusals.length === 0);
  return fitted.length === 0
    ? '-'
    : live.length === fitted.length
      ? String(live.length)
      : `${live.length}/${fitted.length}`;
}

/** Of the average in the blend, as it was last learned. */
function shareAtEnd({ recipe, production: { looks } }: RunRecord): number | undefined {
  if (recipe !== 'blend') return undefined;
  return looks.findLast(({ scored }) => scored !== null)?.scored?.share.after.average;
}

/** How what users got did against the yardstick, on average and in the worst window. */
function skillLine(windows: readonly RunRecord[]): string {
  const ratios = windows.flatMap((window) => {
    const rmse = window.production.realised?.rmse ?? window.realised.rmse;
    return rmse === null || window.naiveRmse === null || window.naiveRmse === 0
      ? []
      : [{ ratio: rmse / window.naiveRmse, window }];
  });
  const perfect = windows.filter(({ naiveRmse }) => naiveRmse === 0).length;
  const unmeasured = `In ${plural(perfect, 'window')} ${NAIVE_ERRS_NOWHERE}: there is no ratio to it.`;
  if (ratios.length === 0 && perfect > 0) return unmeasured;
  if (ratios.length === 0) return 'No window has both a realised error and a naive error.';
  const mean = ratios.reduce((sum, { ratio }) => sum + ratio, 0) / ratios.length;
  const { ratio, window } = ratios.reduce((left, right) => (right.ratio > left.ratio ? right : left));
  return (
    `The error of what users got is ${figure(mean)} of the ${namesOf(windows)}'s on average over windows; ` +
    `in the worst window, ${window.evaluate.start}..${window.evaluate.end}, ${figure(ratio)}.` +
    (perfect === 0 ? '' : ` ${unmeasured}`)
  );
}

/** Each window's yardstick looks back by the lag that was the best when it began. */
function namesOf(windows: readonly RunRecord[]): string {
  return yardsticksText(windows.map(({ yardstick }) => yardstick.name));
}
