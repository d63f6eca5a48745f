import type { ComparisonReport, GateVerdict } from '../core/contracts/promotion.ts';
import { figure, percent, plural, rangeText } from '../core/contracts/figures.ts';
import { lineChart } from './line-chart.ts';
import { markup, trusted, type Markup } from './markup.ts';
import { badge, number, table, text } from './table.ts';
import { THEME_CSS } from './theme.ts';

type Side = ComparisonReport['challenger'];

/** More charts than that nobody looks at, and the page should stay small enough to be mailed. */
const CHARTS = 6;

const STYLE = `${THEME_CSS}
header.top{padding:1.4rem 0 .2rem}figure{margin:1rem 0}figcaption{font-weight:600;font-size:.92rem}figure svg{width:100%;height:auto;display:block}
.legend span{margin-right:1rem;font-size:.86rem}.legend i{display:inline-block;width:1.4rem;height:0;border-top:3px solid;vertical-align:middle;margin-right:.35rem}
.axis{stroke:var(--line);stroke-width:1}.tick{fill:var(--soft);font:20px system-ui,sans-serif}`;

/** The page that an approver reads: self-contained, without script. The same report gives the same text. */
export function renderComparison(report: ComparisonReport): string {
  const title = `${report.dataset}: is the challenger better?`;
  return markup`${trusted('<!doctype html>')}
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title><style>${trusted(STYLE)}</style></head><body>
<header class="top"><div><p class="soft small">Comparison report of run <code>${report.runId}</code> · policy ${report.policy}</p>
<h1>${title}</h1><p>${verdictBadge(report)} ${verdictText(report)}</p></div></header>
<main>${sidesSection(report)}${gatesSection(report)}${complianceSection(report)}${chartsSection(report)}</main></body></html>
`.html;
}

/** The same tables inside the report of a whole run. */
export function comparisonTables(report: ComparisonReport): Markup {
  return markup`${reasonsList(report)}${sidesTable(report)}${gatesTable(report)}${complianceTable(report)}`;
}

export function verdictBadge({ verdict, production }: ComparisonReport): Markup {
  switch (verdict) {
    case 'pass':
      return badge('good', 'All gates pass');
    case 'refuse':
      return badge('bad', 'Refused');
    case 'naive':
      return badge('bad', `The ${production.recipe} goes live instead`);
    default:
      return verdict satisfies never;
  }
}

function verdictText({ gates, joined, holdout }: ComparisonReport): string {
  const where = holdout === null ? 'no holdout' : `the holdout ${rangeText(holdout)}`;
  const told = gates.filter(({ outcome }) => outcome === 'told').length;
  const noted =
    told === 0 ? '' : ` ${told} more ${told === 1 ? 'is told, and decides' : 'are told, and decide'} nothing.`;
  return `${gatesPassed(gates)} passed on ${plural(joined, 'joined row')} of ${where}.${noted}`;
}

/** '3 of 4 gates': of those that decide. */
export function gatesPassed(gates: ComparisonReport['gates']): string {
  const deciding = gates.filter(({ outcome }) => outcome !== 'told');
  const passed = deciding.filter(({ outcome }) => outcome === 'pass').length;
  return `${passed} of ${plural(deciding.length, 'gate')}`;
}

function sidesSection(report: ComparisonReport): Markup {
  return markup`<section aria-labelledby="sides"><h2 id="sides">Who is compared</h2>${reasonsList(report)}${sidesTable(report)}</section>`;
}

function reasonsList({ reasons }: ComparisonReport): Markup {
  if (reasons.length === 0) return markup``;
  return markup`<p>Why:</p><ul>${reasons.map((reason) => markup`<li>${reason}</li>`)}</ul>`;
}

const SCORED_AS = {
  itself: 'the version itself: it has not seen the holdout',
  twin: 'its twin: the same recipe on the same window without the holdout; what passes is promoted as fitted on everything',
  naive: 'the yardstick: no version is in Production yet',
} as const;

function sidesTable({ challenger, production }: ComparisonReport): Markup {
  const row = (name: string, side: Side) => [
    name,
    side.version === null ? '–' : `v${side.version}`,
    side.recipe,
    SCORED_AS[side.scoredAs],
    side.trainedOn === null ? '–' : rangeText(side.trainedOn),
    figure(side.rmse),
    figure(side.bias),
    percent(side.coverage),
  ];
  const columns = [text('Side'), text('Version'), text('Recipe'), text('Scored as'), text('Trained on')];
  return table(
    'Both models on the same rows, by the same code',
    [...columns, number('RMSE'), number('Bias'), number('Coverage')],
    [row('Challenger', challenger), row('Production', production)],
  );
}

function gatesSection(report: ComparisonReport): Markup {
  return markup`<section aria-labelledby="gates"><h2 id="gates">Gates</h2>${gatesTable(report)}</section>`;
}

function gatesTable({ gates }: ComparisonReport): Markup {
  return verdictsTable(
    'Every gate with its value, its threshold and the evidence; what is told decides nothing',
    'Gate',
    gates,
  );
}

/** @param what it is that decides: a gate, or a guard */
export function verdictsTable(caption: string, what: string, verdicts: readonly GateVerdict[]): Markup {
  const rows = verdicts.map(({ gate, outcome, value, threshold, evidence }) => [
    gate,
    outcomeBadge(outcome),
    figure(value),
    threshold,
    evidence,
  ]);
  const columns = [text(what), text('Outcome'), number('Value'), text('Threshold'), text('Evidence')];
  return table(caption, columns, rows);
}

export function outcomeBadge(outcome: ComparisonReport['gates'][number]['outcome']): Markup {
  return badge(({ pass: 'good', refuse: 'bad', told: 'calm' } as const)[outcome], outcome);
}

function complianceSection(report: ComparisonReport): Markup {
  return markup`<section aria-labelledby="compliance"><h2 id="compliance">Compliance</h2>${complianceTable(report)}</section>`;
}

export function complianceTable({ compliance }: Pick<ComparisonReport, 'compliance'>): Markup {
  const rows = compliance.map(({ check, outcome, evidence }) => [check, outcomeBadge(outcome), evidence]);
  return table(
    'What a version must have before it is compared',
    [text('Check'), text('Outcome'), text('Evidence')],
    rows,
  );
}

function chartsSection({ series, seriesInAll }: ComparisonReport): Markup {
  const shown = series.slice(0, CHARTS);
  if (shown.length === 0) return markup``;
  return markup`<section aria-labelledby="charts"><h2 id="charts">Both models against what came true</h2>
<p class="soft small">${shown.length} of ${plural(seriesInAll, 'series', 'series')}; the figures of all stand in comparison.json beside this page.</p>
<p class="legend"><span><i style="color:var(--actual)"></i>actual</span><span><i style="color:var(--c1)"></i>challenger with interval</span><span><i style="color:var(--c2);border-top-style:dashed"></i>production</span></p>
${shown.map(lineChart)}</section>`;
}
