import { figure, rangeText } from '../../core/contracts/figures.ts';
import { markup, type Markup } from '../markup.ts';
import type { ReportData } from '../report-data.ts';
import { badge, number, table, text } from '../table.ts';
import { chosenScores } from './overview.ts';
import type { Section } from './section.ts';

const DAY_MS = 86_400_000;

/** A stretch of time with one version in Production; both ends are instants. */
interface Reign {
  readonly version: number | null;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Who was in Production when, and why. */
export function production({ windows, transitions }: ReportData): Section | undefined {
  const [first] = windows;
  if (first === undefined) return undefined;
  const body = markup`<p>${POLICY_TEXTS[first.policy]}</p>${timeline(windows)}${windowsTable(windows)}${actionsTable(windows)}
${transitions.length === 0 ? undefined : auditTable(transitions)}`;
  return { id: 'production', short: 'Production', title: 'Who was in Production, and why', body };
}

const POLICY_TEXTS = {
  gates:
    'Policy gates: a challenger goes live when it passes every gate, and the monitor retrains or rolls back inside a window.',
  'promote-latest': 'Policy promote-latest: the newest version goes live, whatever it is worth.',
  'promote-best-cv': 'Policy promote-best-cv: the newest version goes live when its cross-validation is better.',
} as const;

/** Pieces by percent of the whole time, so that the line fits any screen. */
function timeline(windows: ReportData['windows']): Markup {
  const start = Date.parse(windows[0].evaluate.start);
  const end = Date.parse(windows.at(-1)?.evaluate.end ?? '') + DAY_MS;
  const at = (ms: number) => `${((100 * (ms - start)) / (end - start)).toFixed(3)}%`;
  const reigns = reignsOf(windows, end);
  const acts = windows.flatMap(({ production: { actions } }) => actions.filter(isAct));
  return markup`<div class="timeline" role="img" aria-label="Time line of Production: ${reigns.map(
    ({ version, fromMs }) => `${version === null ? 'none' : `version ${version}`} from ${dateOf(fromMs)}; `,
  )}${acts.length} acts of the monitor. The tables below say the same.">
<div class="lane">${reigns.map(
    ({ version, fromMs, toMs }) =>
      markup`<span class="reign ${version === null ? 'none' : `k${version % 6}`}" style="left:${at(fromMs)};width:calc(${at(start + toMs - fromMs)} - 2px)" title="${dateOf(fromMs)} to ${dateOf(toMs - DAY_MS)}">${version === null ? 'none' : `v${version}`}</span>`,
  )}</div>
<div class="marks">${acts.map(
    ({ asOf, kind, reasons }) =>
      markup`<span class="mark ${kind === 'roll-back' ? 'back' : ''}" style="left:${at(Date.parse(asOf))}" title="${asOf}: ${kind}. ${reasons.join('; ')}">${kind === 'roll-back' ? '↺' : '▲'}</span>`,
  )}</div>
<div class="scale">${windows.map(({ evaluate }) => markup`<span style="left:${at(Date.parse(evaluate.start))}"></span>`)}</div>
<p class="ends soft small"><span>${dateOf(start)}</span><span>${dateOf(end - DAY_MS)}</span></p></div>
<p class="soft small">▲ the monitor acted (retrained, promoted) · ↺ it rolled back · ticks begin an evaluation window.</p>`;
}

function reignsOf(windows: ReportData['windows'], end: number): readonly Reign[] {
  const changes = windows.flatMap(({ evaluate, production: { version, actions } }) => [
    { version, fromMs: Date.parse(evaluate.start) },
    ...actions.filter(isAct).map((action) => ({ version: action.version, fromMs: Date.parse(action.asOf) })),
  ]);
  const moves = changes.filter(({ version }, index) => index === 0 || version !== changes[index - 1].version);
  return moves.map((move, index) => ({ ...move, toMs: moves[index + 1]?.fromMs ?? end }));
}

function isAct({ kind }: { readonly kind: string }): boolean {
  return kind !== 'nothing';
}

function windowsTable(windows: ReportData['windows']): Markup {
  const rows = windows.map((window) => [
    rangeText(window.evaluate),
    versionText(window.production.version),
    figure(window.production.realised?.rmse),
    figure(chosenScores(window)?.rmse),
    figure(window.naiveRmse),
    [`v${window.modelVersion} `, outcomeBadge(window.promotion.outcome)],
    window.promotion.reasons.join('; '),
  ]);
  const columns = [text('Window'), text('Live at its start'), number('RMSE in force'), number('RMSE of the newest')];
  return table(
    'The error of the forecasts that were in force on each date, beside the newest model of the window and what became of it',
    [...columns, number('Seasonal naive'), text('Challenger'), text('Why')],
    rows,
  );
}

function outcomeBadge(outcome: 'promoted' | 'refused'): Markup {
  return outcome === 'promoted' ? badge('good', outcome) : badge('bad', outcome);
}

function actionsTable(windows: ReportData['windows']): Markup {
  const acts = windows.flatMap(({ production: { actions } }) => actions);
  if (acts.length === 0) return markup`<p>The monitor did not look inside any window.</p>`;
  const rows = acts.map(({ asOf, kind, reasons, version }) => [
    asOf,
    kind === 'nothing' ? badge('calm', kind) : badge(kind === 'roll-back' ? 'bad' : 'live', kind),
    versionText(version),
    reasons.length === 0 ? 'no violation' : reasons.join('; '),
  ]);
  return markup`<details><summary>What the monitor saw and did at each of its ${acts.length} looks</summary>${table(
    'Looks of the monitor, in order of time',
    [text('As of'), text('It did'), text('In Production then'), text('Why')],
    rows,
  )}</details>`;
}

function auditTable(transitions: ReportData['transitions']): Markup {
  const rows = transitions.map(({ revision, action, from, to, by, reason, evidence, atMs }) => [
    `#${revision}`,
    action,
    `${versionText(from)} → ${versionText(to)}`,
    by,
    reason,
    new Date(atMs).toISOString().slice(0, 16).replace('T', ' '),
    evidence === null ? '–' : markup`<code title="${evidence.reportUri}">${evidence.reportSha256.slice(0, 12)}</code>`,
  ]);
  return table(
    'Every move of the Production pointer: the audit record',
    [
      text('Move'),
      text('Action'),
      text('From → to'),
      text('By'),
      text('Reason'),
      text('When (UTC)'),
      text('Report (sha256)'),
    ],
    rows,
  );
}

function versionText(version: number | null): string {
  return version === null ? 'none' : `v${version}`;
}

function dateOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
