import { plural } from '../core/contracts/figures.ts';
import type { GuardReport } from '../core/contracts/promotion.ts';
import { shown } from '../core/contracts/visible.ts';
import { approvalCommands, releaseCommand } from '../core/promote/approval-commands.ts';
import { judgementPage } from './judgement-page.ts';
import { markup, type Markup } from './markup.ts';
import { approvalText, type JudgedDataset } from './render-comparison.ts';
import { badge } from './table.ts';
import { gateValue, type Measures, unitOf } from './unit.ts';
import { foldedCompliance, foldedVerdicts } from './verdicts.ts';

/**
 * The page of a refresh that was refused, or that somebody has to approve: self-contained, without script. The same report gives the same text.
 *
 * @param place as Ports has it, for the commands that answer
 */
export function renderGuard(report: GuardReport, dataset: JudgedDataset, place: string): string {
  const { version, against, verdict } = report;
  return judgementPage({
    title: `${report.dataset}: may version ${version} take the place of version ${against}?`,
    about: markup`Guard of a refresh, run <code>${report.runId}</code>`,
    badge: verdict === 'pass' ? badge('good', 'Passes') : badge('bad', 'Refused'),
    answer: guardAnswer(report, dataset),
    more: whatFollows(report, place),
    body: markup`<section aria-labelledby="guards"><h2 id="guards">What it was held against</h2>${guardTables(report, dataset)}</section>`,
  });
}

/** The same inside the report of a whole run. */
export function guardTables(report: GuardReport, dataset: JudgedDataset): Markup {
  return markup`${keptText(report)}${foldedVerdicts(report.guards, measuresOf(dataset))}${foldedCompliance(report.compliance)}`;
}

/** Whether it may, and by what; in one sentence. */
export function guardAnswer(report: GuardReport, dataset: JudgedDataset): string {
  const { verdict, version, against, guards, compliance, exempt } = report;
  if (verdict === 'pass') {
    const asked = guards.filter(({ outcome }) => outcome === 'pass').length;
    const why = exempt
      ? 'what the guard refused before was closer to what came true, so that only its first question is asked'
      : `every guard passes (${asked} asked)`;
    return `Yes: ${why}; it is the recipe in Production, fitted anew, and takes the place of version ${against}.`;
  }
  const refusing = guards.filter(({ outcome }) => outcome === 'refuse');
  const failed = compliance.filter(({ outcome }) => outcome !== 'pass');
  const why = [
    ...refusing.map((guard) => refusalOf(guard, dataset)),
    ...failed.map(({ check, evidence }) => `${check}: ${evidence}`),
  ];
  const reasons = why.length === 0 ? report.reasons : why;
  return `No, version ${against} stays in Production and version ${version} does not go live: ${reasons.join('; ')}.`;
}

function refusalOf(guard: GuardReport['guards'][number], dataset: JudgedDataset): string {
  const { gate, value, threshold, evidence } = guard;
  if (value === null) return `${gate}: ${evidence}`;
  return `${gate} is ${gateValue(guard, measuresOf(dataset))}, and must be ${threshold}`;
}

function measuresOf(dataset: JudgedDataset): Measures {
  return { unit: unitOf(dataset), rival: 'Production' };
}

function whatFollows({ verdict, dataset, runId, version, against, guards }: GuardReport, place: string): Markup {
  if (verdict === 'pass') return approvalText(version, approvalCommands({ dataset, runId }, place));
  const isHeld = guards.some(({ gate, outcome }) => gate === 'held' && outcome === 'refuse');
  const next = isHeld
    ? markup`version ${against} is held until the next selection goes live, or until somebody releases it: <code>${releaseCommand(dataset, place)}</code>`
    : 'nobody has to do anything';
  return markup`<p>Next: ${next}. The forecasts of version ${version} are kept as a shadow: the next look scores them beside those of version ${against}.
Where they are closer to what came true, the next refresh is exempt from the guards; where they are further away, no fit learns any more from what was new to this one.</p>`;
}

/** Of a refused fit they only would have: it stays as it was fitted, as a shadow. */
function keptText({ verdict, against, kept, keptInAll }: GuardReport): Markup | undefined {
  if (keptInAll === 0) return undefined;
  const named = kept.map((id) => shown(id)).join(', ');
  const who = `${named}${keptInAll > kept.length ? `, and ${keptInAll - kept.length} more` : ''}`;
  const what = verdict === 'pass' ? `kept the forecast of v${against}` : 'left their range';
  return markup`<p>${plural(keptInAll, 'series', 'series')} that ${what}: ${who}.</p>`;
}
