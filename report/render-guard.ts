import { plural } from '../core/contracts/figures.ts';
import type { GuardReport } from '../core/contracts/promotion.ts';
import { markup, trusted, type Markup } from './markup.ts';
import { complianceTable, verdictsTable } from './render-comparison.ts';
import { badge } from './table.ts';
import { THEME_CSS } from './theme.ts';

const STYLE = `${THEME_CSS}
header.top{padding:1.4rem 0 .2rem}`;

/** The page of a refresh that was refused, or that somebody has to approve: self-contained, without script. The same report gives the same text. */
export function renderGuard(report: GuardReport): string {
  const { dataset, runId, version, against, verdict } = report;
  const title = `${dataset}: may version ${version} take the place of version ${against}?`;
  const outcome = verdict === 'pass' ? badge('good', 'Every guard passes') : badge('bad', 'Refused');
  return markup`${trusted('<!doctype html>')}
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title><style>${trusted(STYLE)}</style></head><body>
<header class="top"><div><p class="soft small">Guard of a refresh, run <code>${runId}</code></p>
<h1>${title}</h1><p>${outcome} ${whatFollows(report)}</p></div></header>
<main><section aria-labelledby="guards"><h2 id="guards">What it was held against</h2>${reasonsList(report)}${guardTables(report)}</section></main></body></html>
`.html;
}

/** The same tables inside the report of a whole run. */
export function guardTables(report: GuardReport): Markup {
  return markup`${keptText(report)}${verdictsTable('Every guard', 'Guard', report.guards)}${complianceTable(report)}`;
}

function whatFollows({ verdict, version, against }: GuardReport): string {
  if (verdict === 'pass')
    return `The recipe in Production, fitted anew: its forecasts take the place of those of version ${against}.`;
  return (
    `Version ${against} stays in Production. The forecasts of version ${version} are kept as a shadow: the next look scores them beside those in force. ` +
    'Where they are closer to what came true, the next refresh is exempt from the guards; where they are further away, no fit learns any more from what was new to this one.'
  );
}

function reasonsList({ reasons }: GuardReport): Markup | undefined {
  return reasons.length === 0
    ? undefined
    : markup`<p>Why:</p><ul>${reasons.map((reason) => markup`<li>${reason}</li>`)}</ul>`;
}

/** Of a refused fit they only would have: it stays as it was fitted, as a shadow. */
function keptText({ verdict, against, kept, keptInAll }: GuardReport): Markup | undefined {
  if (keptInAll === 0) return undefined;
  const who = `${kept.join(', ')}${keptInAll > kept.length ? `, and ${keptInAll - kept.length} more` : ''}`;
  const what = verdict === 'pass' ? `kept the forecast of v${against}` : 'left their range';
  return markup`<p>${plural(keptInAll, 'series', 'series')} that ${what}: ${who}.</p>`;
}
