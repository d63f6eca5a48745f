import type { Dataset } from '../core/contracts/dataset.ts';
import type { ComparisonReport } from '../core/contracts/promotion.ts';
import { figure, percent, plural, rangeText } from '../core/contracts/figures.ts';
import { approvalCommands } from '../core/promote/approval-commands.ts';
import { comparisonAnswer, othersText } from '../core/promote/comparison-answer.ts';
import { lineChart } from './line-chart.ts';
import { markup, type Content, type Markup } from './markup.ts';
import { judgementPage } from './judgement-page.ts';
import { badge, number, table, text } from './table.ts';
import { inUnit, type Measures, unitOf } from './unit.ts';
import { foldedCompliance, foldedVerdicts } from './verdicts.ts';

type Side = ComparisonReport['challenger'];

/** What a page of a judgement takes of the literal: its tolerance, and its unit. */
export type JudgedDataset = Pick<Dataset, 'promotion' | 'tags'>;

/** More charts than that nobody looks at, and the page should stay small enough to be mailed. */
const CHARTS = 6;

/**
 * The page that an approver reads: self-contained, without script. The same report gives the same text.
 *
 * @param place as Ports has it, for the commands that answer
 */
export function renderComparison(report: ComparisonReport, dataset: JudgedDataset, place: string): string {
  return judgementPage({
    title: `${report.dataset}: is the challenger better?`,
    about: markup`Comparison report of run <code>${report.runId}</code> · policy ${report.policy}`,
    answer: answerOf(report, dataset),
    badge: verdictBadge(report),
    more: markup`${othersOf(report)}${whatFollows(report, place)}`,
    body: markup`${gatesSection(report, dataset)}${sidesSection(report, dataset)}${complianceSection(report)}${chartsSection(report, dataset)}`,
  });
}

/** The same inside the report of a whole run. */
export function comparisonTables(report: ComparisonReport, dataset: JudgedDataset): Markup {
  return markup`<p>${answerOf(report, dataset)} ${othersText(report)}</p>${foldedVerdicts(report.gates, measuresOf(report, dataset))}${foldedCompliance(report.compliance)}${sidesTable(report, dataset)}`;
}

function answerOf(report: ComparisonReport, { promotion }: JudgedDataset): string {
  return comparisonAnswer(report, promotion.gates.production.tolerance);
}

function othersOf(report: ComparisonReport): Markup | undefined {
  const others = othersText(report);
  return others === undefined ? undefined : markup`<p>${others}</p>`;
}

function measuresOf({ production }: ComparisonReport, dataset: JudgedDataset): Measures {
  return { unit: unitOf(dataset), rival: production.version === null ? 'the naive' : 'Production' };
}

export function verdictBadge({ verdict }: ComparisonReport): Markup {
  switch (verdict) {
    case 'pass':
      return badge('good', 'Passes');
    case 'refuse':
      return badge('bad', 'Refused');
    case 'naive':
      return badge('bad', 'Refused: the naive goes live');
    default:
      return verdict satisfies never;
  }
}

function whatFollows({ verdict, dataset, runId, challenger, production }: ComparisonReport, place: string): Markup {
  switch (verdict) {
    case 'pass':
      return approvalText(challenger.version, approvalCommands({ dataset, runId }, place));
    case 'refuse':
      return markup`<p>Next: nobody has to do anything. ${production.version === null ? 'Nothing is in Production' : `Version ${production.version} stays in Production`}; the next selection is compared anew.</p>`;
    case 'naive':
      return markup`<p>Next: nobody is asked. The ${production.recipe} goes live, so that nobody is without a forecast, until a recipe beats it on a holdout.</p>`;
    default:
      return verdict satisfies never;
  }
}

/** The page is written before it is known whether anybody is asked. */
export function approvalText(version: number | null, { approve, reject }: ReturnType<typeof approvalCommands>): Markup {
  return markup`<p>Next: where its environment asks for approval, version ${version} waits for a person, who answers with one of these; elsewhere it goes live at once.</p>
<ul class="commands"><li><code>${approve}</code></li><li><code>${reject}</code></li></ul>`;
}

function sidesSection(report: ComparisonReport, dataset: JudgedDataset): Markup {
  return markup`<section aria-labelledby="sides"><h2 id="sides">Who is compared</h2>${sidesTable(report, dataset)}</section>`;
}

const SCORED_AS = {
  itself: 'the version itself: it has not seen the holdout',
  twin: 'its twin: the same recipe on the same window without the holdout; what passes is promoted as fitted on everything',
  naive: 'the yardstick: no version is in Production yet',
} as const;

function sidesTable({ challenger, production }: ComparisonReport, dataset: JudgedDataset): Markup {
  const unit = unitOf(dataset);
  const row = (name: string, side: Side): readonly Content[] => [
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
    [...columns, number(inUnit('RMSE', unit)), number(inUnit('Bias', unit)), number('Coverage')],
    [row('Challenger', challenger), row('Production', production)],
  );
}

function gatesSection(report: ComparisonReport, dataset: JudgedDataset): Markup | undefined {
  if (report.gates.length === 0) return undefined;
  return markup`<section aria-labelledby="gates"><h2 id="gates">What decided</h2>${foldedVerdicts(report.gates, measuresOf(report, dataset))}</section>`;
}

function complianceSection({ compliance }: ComparisonReport): Markup {
  return markup`<section aria-labelledby="compliance"><h2 id="compliance">Compliance</h2>${foldedCompliance(compliance)}</section>`;
}

function chartsSection({ series, seriesInAll }: ComparisonReport, dataset: JudgedDataset): Markup | undefined {
  const drawn = series.slice(0, CHARTS);
  if (drawn.length === 0) return undefined;
  return markup`<section aria-labelledby="charts"><h2 id="charts">Both models against what came true</h2>
<p class="soft small">${drawn.length} of ${plural(seriesInAll, 'series', 'series')}; the figures of all stand in comparison.json beside this page.</p>
<p class="legend"><span><i style="color:var(--actual)"></i>actual</span><span><i style="color:var(--c1)"></i>challenger with interval</span><span><i style="color:var(--c2);border-top-style:dashed"></i>production</span></p>
${drawn.map((one) => lineChart(one, unitOf(dataset)))}</section>`;
}
