import type { RunRecord } from '../../core/evaluate/run-record.ts';
import { figure, percent, textTable } from './table.ts';

/** The closing table: a line a window, and the averages. */
export function replaySummary(windows: readonly RunRecord[]): string {
  const rows = windows.map(summaryRow);
  const header = ['window', 'chosen', 'cv rmse', 'rmse', 'naive rmse', 'coverage', 'rows', 'joined', 'quarantined'];
  return `${textTable(header, rows)}\n${skillLine(windows)}`;
}

function summaryRow(window: RunRecord): readonly string[] {
  const { crossValidation, realised } = scoresOfChosen(window);
  return [
    `${window.evaluate.start}..${window.evaluate.end}`,
    window.chosen,
    figure(crossValidation?.rmse),
    figure(realised?.rmse),
    figure(window.naiveRmse),
    percent(realised?.coverage),
    String(window.counts.silverTrain),
    String(window.counts.joined),
    String(window.counts.quarantinedEval),
  ];
}

function scoresOfChosen(window: RunRecord): Partial<RunRecord['candidates'][string]> {
  return window.candidates[window.chosen] ?? {};
}

/** How the chosen models did against the naive, on average and in the worst window. */
function skillLine(windows: readonly RunRecord[]): string {
  const ratios = windows.flatMap((window) => {
    const rmse = scoresOfChosen(window).realised?.rmse;
    if (rmse === null || rmse === undefined || window.naiveRmse === null || window.naiveRmse === 0) return [];
    return [{ ratio: rmse / window.naiveRmse, window }];
  });
  if (ratios.length === 0) return 'No window has both a realised error and a naive error.';
  const mean = ratios.reduce((sum, { ratio }) => sum + ratio, 0) / ratios.length;
  const worst = ratios.reduce((left, right) => (right.ratio > left.ratio ? right : left));
  const { start, end } = worst.window.evaluate;
  return (
    `Realised error is ${mean.toFixed(2)} of the seasonal naive's on average over windows; ` +
    `in the worst window, ${start}..${end}, ${worst.ratio.toFixed(2)}.`
  );
}
