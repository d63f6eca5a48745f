import { plural } from '../../core/contracts/figures.ts';
import type { RunRecord } from '../../core/evaluate/run-record.ts';
import { worthOf } from '../../core/evaluate/worth.ts';

type Look = RunRecord['production']['looks'][number];

/** What was refused, by whom, by how much, and what that was worth; what else the monitor did; how the blend leans at the end. */
export function cycleLines(windows: readonly RunRecord[]): readonly string[] {
  const looks = windows.flatMap(({ production }) => production.looks);
  const [first] = windows;
  const followed = first?.policy === 'gates' ? [refreshLine(looks), ...looks.flatMap(lookLines)] : selectedLine(looks);
  return [...promotionLines(windows), ...followed, ...shareLine(windows)];
}

/** A quiet window has none. */
function promotionLines(windows: readonly RunRecord[]): readonly string[] {
  return windows.flatMap(({ runId, modelVersion, promotion: { outcome, version, reasons, hindsight } }) => {
    if (outcome === 'promoted' && version === modelVersion) return [];
    if (outcome === 'promoted')
      return [`${runId}: version ${version} went live instead of ${modelVersion}: ${reasons.join('; ')}`];
    const worth = hindsight === null ? '' : `; ${worthOf(hindsight).text}`;
    return [`${runId}: version ${modelVersion} was refused: ${reasons.join('; ')}${worth}`];
  });
}

/** The yardstick that trains and chooses at every look refreshes nothing: a look of it is a selection. */
function selectedLine(looks: readonly Look[]): readonly string[] {
  const selected = looks.filter(({ kind, fitted }) => kind === 'select' && fitted !== null);
  return selected.length === 0 ? [] : [`${plural(selected.length, 'look')} trained and chose anew.`];
}

function refreshLine(looks: readonly Look[]): string {
  const fitted = looks.filter(({ kind, fitted: version }) => kind === 'refresh' && version !== null);
  if (fitted.length === 0) return 'No look refreshed a version.';
  const refused = fitted.filter(({ refusals }) => refusals.length > 0);
  const worths = refused.map(({ hindsight }) => worthOf(hindsight).refusal);
  const count = (refusal: string) => worths.filter((one) => one === refusal).length;
  const judged = refused.length === 0 ? '' : `, in hindsight ${count('right')} rightly and ${count('wrong')} wrongly`;
  return `${plural(fitted.length - refused.length, 'refresh', 'refreshes')} went live, ${refused.length} refused${judged}.`;
}

/** Nothing of a look whose refresh went live: most do. */
function lookLines({ asOf, kind, before, version, fitted, reasons, refusals, hindsight }: Look): readonly string[] {
  const refused =
    refusals.length === 0 || fitted === null
      ? []
      : [`${asOf}: version ${fitted.version} was refused: ${refusals.join('; ')}; ${worthOf(hindsight).text}`];
  if (kind !== 'select' && kind !== 'return') return refused;
  const what = kind === 'select' ? 'the selection was brought forward' : 'back to the former recipe';
  return [`${asOf}: ${what}, version ${before} -> ${version}: ${reasons.join('; ')}`, ...refused];
}

function shareLine(windows: readonly RunRecord[]): readonly string[] {
  const last = windows.findLast(({ production }) => production.looks.some(({ scored }) => scored !== null));
  const scored = last?.production.looks.findLast((look) => look.scored !== null)?.scored;
  if (last === undefined || scored === null || scored === undefined || last.recipe !== 'blend') return [];
  const share = Math.round(100 * scored.share.after.average);
  const parts = Object.entries(scored.weights).sort(([, a], [, b]) => b - a);
  const shown = parts.map(([name, part]) => `${name} ${Math.round(100 * part)} %`).join(', ');
  return [
    `At the end the blend leans ${share} % to the average and ${100 - share} % to the choice; its last forecasts were ${shown}.`,
  ];
}
