import type { RunRecord } from '../../core/evaluate/run-record.ts';
import { figure, percent } from '../../core/contracts/figures.ts';
import { textTable } from '../table.ts';

/** The closing table: a line a window, and the averages. */
export function replaySummary(windows: readonly RunRecord[]): string {
  const rows = windows.map(summaryRow);
  const header = [
    'window',
    'chosen',
    'cv rmse',
    'rmse',
    'naive rmse',
    'coverage',
    'live',
    'live rmse',
    'joined',
    'quarantined',
  ];
  return `${textTable(header, rows)}\n${skillLine(windows)}\n${productionLines(windows)}`;
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
    window.production.version === null ? '-' : `v${window.production.version}`,
    figure(window.production.realised?.rmse),
    String(window.counts.joined),
    String(window.counts.quarantinedEval),
  ];
}

function scoresOfChosen(window: RunRecord): Partial<RunRecord['candidates'][string]> {
  return window.candidates[window.chosen] ?? {};
}

/** What the gates and the monitor did; a quiet replay has one line. */
function productionLines(windows: readonly RunRecord[]): string {
  const lines = windows.flatMap(({ runId, modelVersion, promotion, production }) => [
    ...(promotion.outcome === 'refused'
      ? [`${runId}: version ${modelVersion} was refused: ${promotion.reasons.join('; ')}`]
      : []),
    ...production.actions
      .filter(({ kind }) => kind !== 'nothing')
      .map(({ asOf, kind, before, version, reasons }) => {
        return `${asOf}: the monitor chose to ${kind.replace('-', ' ')}, version ${before} -> ${version}: ${reasons.join('; ')}`;
      }),
  ]);
  return lines.length === 0 ? 'Every version was promoted, and the monitor had no reason to act.' : lines.join('\n');
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
