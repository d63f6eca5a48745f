import { plural } from '../../core/contracts/figures.ts';
import type { GuardReport } from '../../core/contracts/promotion.ts';
import type { Hindsight } from '../../core/evaluate/run-record.ts';
import { selectionsAmong } from '../../core/promote/action-word.ts';
import { type Worth, worthOf } from '../../core/evaluate/worth.ts';
import { markup, trusted, type Markup } from '../markup.ts';
import { guardAnswer, guardTables } from '../render-guard.ts';
import type { ReportData } from '../report-data.ts';
import { badge, number, table, text } from '../table.ts';
import { gateValue, type Measures, unitOf } from '../unit.ts';
import { outcomeBadge } from '../verdicts.ts';

/** What became of each refresh at the guard, and what its refusals were worth: absent where nothing was guarded. */
export function guards({ guards: reports, windows, versions, dataset }: ReportData): Markup | undefined {
  if (reports.length === 0) return undefined;
  const hindsights = new Map(windows.flatMap(hindsightsOf));
  const worthOfReport = ({ version }: GuardReport) => worthOf(hindsights.get(version) ?? null);
  const measures = { unit: unitOf(dataset), rival: 'Production' };
  const refused = reports.filter(({ verdict }) => verdict === 'refuse');
  const count = (refusal: Worth['refusal']) => refused.filter((one) => worthOfReport(one).refusal === refusal).length;
  const judged =
    refused.length === 0
      ? ''
      : `, in hindsight ${count('right')} rightly, ${count('wrong')} wrongly and ${count('unknown')} not known`;
  return markup`<h3>The guard of refreshes</h3><p>${plural(reports.length, 'version')} of the recipe in force met the guard${ofWhatKind(reports, versions)}; ${refused.length} refused${judged}.</p>
${summaryTable(reports, worthOfReport, measures)}${refused.map((report, at) => refusal(report, { worth: worthOfReport(report), dataset, isOpen: at === refused.length - 1 }))}
<details><summary>Every version that met the guard</summary>${everyTable(reports, measures)}</details>`;
}

/** Figures elsewhere count the refreshes of looks alone. */
function ofWhatKind(reports: readonly GuardReport[], versions: ReportData['versions']): string {
  const selections = selectionsAmong(versions);
  const selected = reports.filter(({ version }) => selections.has(version)).length;
  if (selected === 0) return '';
  const refreshed = plural(reports.length - selected, 'refresh', 'refreshes');
  return `, ${refreshed} and ${plural(selected, 'selection')} that found the same recipe again`;
}

function hindsightsOf({ modelVersion, promotion, production }: ReportData['windows'][number]) {
  const atStart: readonly (readonly [number, Hindsight | null])[] = [[modelVersion, promotion.hindsight]];
  const atLooks = production.looks.flatMap(({ fitted, hindsight }) =>
    fitted === null ? [] : [[fitted.version, hindsight] as const],
  );
  return [...atStart, ...atLooks];
}

/** A line a guard: how often it was asked, what it refused, and whether that was right. */
function summaryTable(
  reports: readonly GuardReport[],
  worth: (report: GuardReport) => Worth,
  measures: Measures,
): Markup {
  const names = [...new Set(reports.flatMap(({ guards: found }) => found.map(({ gate }) => gate)))];
  const rows = names.map((name) => {
    const own = reports.flatMap((report) =>
      report.guards.filter(({ gate }) => gate === name).map((guard) => ({ guard, report })),
    );
    const asked = own.filter(({ guard }) => guard.outcome !== 'told');
    const refused = asked.filter(({ guard }) => guard.outcome === 'refuse');
    const judged = refused.map(({ report }) => worth(report).refusal);
    const largest = own.reduce((a, b) => ((b.guard.value ?? -Infinity) > (a.guard.value ?? -Infinity) ? b : a));
    return [
      name,
      String(asked.length),
      String(refused.length),
      refused.length === 0 ? '–' : String(judged.filter((one) => one === 'right').length),
      refused.length === 0 ? '–' : String(judged.filter((one) => one === 'wrong').length),
      gateValue(largest.guard, measures),
      `${largest.guard.threshold} (v${largest.report.version})`,
    ];
  });
  const columns = [text('Guard'), number('Asked'), number('Refused'), number('Rightly'), number('Wrongly')];
  return table('What each guard decided', [...columns, text('Largest value'), text('Allowed there')], rows);
}

interface Refusal {
  readonly worth: Worth;
  readonly dataset: ReportData['dataset'];
  /** Of the newest alone: a long replay has many. */
  readonly isOpen: boolean;
}

function refusal(report: GuardReport, { worth, dataset, isOpen }: Refusal): Markup {
  const { version, against } = report;
  const open = isOpen ? trusted(' open') : undefined;
  return markup`<details${open}><summary>${badge('bad', 'Refused')} v${version} against v${against}</summary>
<p>${guardAnswer(report, dataset)}</p><p>${worth.text.charAt(0).toUpperCase()}${worth.text.slice(1)}.</p>${guardTables(report, dataset)}</details>`;
}

function everyTable(reports: readonly GuardReport[], measures: Measures): Markup {
  const rows = reports.map(({ version, against, verdict, exempt, guards: found, keptInAll }) => [
    `v${version}`,
    `v${against}`,
    [outcomeBadge(verdict), exempt ? ' exempt: what was refused before was closer' : ''],
    keptInAll === 0 ? '–' : String(keptInAll),
    found.map((guard) => `${guard.gate} ${gateValue(guard, measures)} (${guard.threshold})`).join(', '),
  ]);
  const columns = [text('Version'), text('Against'), text('Verdict'), number('Series kept'), text('Guards')];
  return table('Value and threshold of every guard', columns, rows);
}
