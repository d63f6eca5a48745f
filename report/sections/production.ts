import { yardsticksText } from '../../core/backtest/yardstick.ts';
import { figure, percent, plural, rangeText, ratioToNaive } from '../../core/contracts/figures.ts';
import { auditText } from '../../core/promote/audit-text.ts';
import { actionWord, selectionsAmong } from '../../core/promote/action-word.ts';
import { joinedText } from '../../core/evaluate/joined-text.ts';
import { livedThroughNote, whenOf } from '../../core/promote/lived-through.ts';
import { releaseCommand } from '../../core/promote/approval-commands.ts';
import { isRefused, refreshesAmong } from '../../core/evaluate/refreshes.ts';
import { worthOf } from '../../core/evaluate/worth.ts';
import { describeOtherRecipe } from '../../core/train/recipe.ts';
import { markup, type Content, type Markup } from '../markup.ts';
import type { ReportData } from '../report-data.ts';
import { badge, foldedRows, number, table, text } from '../table.ts';
import { inUnit, unitOf } from '../unit.ts';
import { leaning } from './leaning.ts';
import type { Section } from './section.ts';
import { timeline } from './timeline.ts';

type Windows = ReportData['windows'];
type Look = Windows[number]['production']['looks'][number];

/** Who was in Production when, and why. */
export function production(data: ReportData): Section | undefined {
  const { windows, transitions, versions, place } = data;
  const [first] = windows;
  if (first === undefined) return nothingRan(data);
  const body = markup`<p>${POLICY_TEXTS[first.policy]}</p>${holdText(transitions, place)}${otherRecipeText(data)}${timeline(windows)}${windowsTable(data)}${leaning(data)}${looksTable(data)}
${transitions.length === 0 ? undefined : auditTable(data, selectionsAmong(versions))}`;
  return { id: 'production', short: 'Production', title: 'Who was in Production, and why', body };
}

/** Of a replay of which no window ran. */
function nothingRan({ failed, skipped, windows, dataset }: ReportData): Section | undefined {
  if (failed.length + skipped.length === 0) return undefined;
  const body = windowsTable({ failed, skipped, windows, dataset });
  return { id: 'production', short: 'Production', title: 'Who was in Production, and why', body };
}

const POLICY_TEXTS = {
  gates:
    'Policy gates: every look fits the recipe in Production anew and the guard lets it pass; only a recipe that somebody changed has to pass the gates.',
  'promote-latest':
    'Policy promote-latest: the newest version of each window goes live, whatever it is worth, and nobody looks.',
  'refresh-latest':
    'Policy refresh-latest: every look trains and chooses anew, and the newest version goes live, whatever it is worth.',
} as const;

/** A roll-back by hand holds the version until somebody releases it. */
function holdText(transitions: ReportData['transitions'], place: string): Markup | undefined {
  const present = transitions.at(-1);
  if (present?.action !== 'roll-back') return undefined;
  const { to, by, reason, atMs, dataset } = present;
  return markup`<p>${badge('bad', 'held')} Version ${to} is held since ${instant(atMs)} UTC by ${by} (${reason}): no refresh takes its place until <code>${releaseCommand(dataset, place)}</code>, or until the next selection goes live.</p>`;
}

/** As after the way back, or while the naive is in Production. */
function otherRecipeText({ dataset, versions }: ReportData): Markup | undefined {
  const live = versions.find(({ stage }) => stage === 'Production');
  const text = live && describeOtherRecipe(dataset, live);
  return text === undefined ? undefined : markup`<p>${text}.</p>`;
}

function windowsTable({
  windows,
  failed,
  skipped,
  dataset,
}: Pick<ReportData, 'windows' | 'failed' | 'skipped' | 'dataset'>): Markup {
  const unit = unitOf(dataset);
  const yardsticks = yardsticksText(windows.map(({ yardstick }) => yardstick.name));
  const isOne = new Set(windows.map(({ yardstick }) => yardstick.lag)).size < 2;
  const ran = windows.map((window) => {
    const { production: lived, promotion, modelVersion } = window;
    return [
      window.evaluate.start,
      rangeText(window.evaluate),
      liveText(window),
      figure(lived.realised?.rmse),
      ratioToNaive(lived.realised?.rmse, window.naiveRmse),
      percent(lived.realised?.coverage),
      figure(window.realised.rmse),
      isOne ? figure(window.naiveRmse) : `${figure(window.naiveRmse)} (${window.yardstick.lag})`,
      joinedText(window),
      refreshesText(lived.looks),
      [`v${modelVersion} `, outcomeBadge(window), whyText(promotion)],
    ];
  });
  const without = [
    ...failed.map(({ evaluate, error, cause }) => emptyRow(evaluate, badge('bad', 'failed'), `${error}: ${cause}`)),
    ...skipped.map(({ evaluate, why }) => emptyRow(evaluate, badge('calm', 'not lived through'), why)),
  ];
  const rows = [...ran, ...without].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)).map(([, ...cells]) => cells);
  const columns = [text('Window'), text('Live'), number(inUnit('RMSE', unit)), number("Of naive's")];
  const others = [number('Coverage'), number('If held'), number("Naive's"), number('Joined')];
  const naive = windows.length === 0 ? '' : `; the naive's: the ${yardsticks}`;
  const all = table(
    `RMSE of the forecasts that were in force on each date; if held: of the window’s version without a refresh${naive}`,
    [...columns, ...others, text('Refreshes'), text('Selection')],
    rows,
  );
  return foldedRows('windows, one by one', all, rows);
}

/** First the date that rows are sorted by, as in those of windows that ran. */
function emptyRow(evaluate: Windows[number]['evaluate'], mark: Markup, why: string): readonly Content[] {
  return [evaluate.start, rangeText(evaluate), ...new Array<string>(8).fill('–'), [mark, ` ${why}`]];
}

function whyText({ outcome, reasons, hindsight }: Windows[number]['promotion']): string {
  const worth = outcome === 'refused' && hindsight !== null ? [worthOf(hindsight).text] : [];
  return reasons.length === 0 ? '' : ` ${[...reasons, ...worth].join('; ')}`;
}

function liveText({ production: { version, looks } }: Windows[number]): string {
  const last = looks.at(-1)?.version ?? version;
  return version === null || version === last ? versionText(version) : `v${version}–v${last}`;
}

function refreshesText(looks: readonly Look[]): string {
  const { fitted, live, refused } = refreshesAmong(looks);
  if (fitted.length === 0) return '–';
  return refused.length === 0 ? `${live.length} live` : `${live.length} live, ${refused.length} refused`;
}

function outcomeBadge({ modelVersion, promotion, yardstick }: Windows[number]): Markup {
  const { outcome, version } = promotion;
  if (outcome === 'refused') return badge('bad', outcome);
  return version === modelVersion ? badge('good', outcome) : badge('bad', `the ${yardstick.name} went live`);
}

const DID = { nothing: 'calm', refresh: 'live', select: 'live', return: 'bad' } as const;

function looksTable({ windows, dataset }: ReportData): Markup {
  const unit = unitOf(dataset);
  const looks = windows.flatMap(({ production: { looks: own } }) => own);
  if (looks.length === 0) return markup`<p>Nobody looked inside any window.</p>`;
  const rows = looks.map((look) => [
    look.asOf,
    didText(look),
    versionText(look.version),
    figure(look.scored?.rmse),
    figure(look.scored?.naiveRmse),
    look.scored === null ? '–' : look.scored.share.after.average.toFixed(3),
    [...look.reasons, ...look.refusals].join('; '),
    isRefused(look) ? worthOf(look.hindsight).text : '–',
  ]);
  const columns = [
    text('As of'),
    text('It did'),
    text('In force then'),
    number(inUnit('RMSE since the look before', unit)),
  ];
  return markup`<details><summary>What the monitor saw and did at each of its ${plural(looks.length, 'look')}</summary>${table(
    'Looks of the monitor, in order of time',
    [...columns, number("Naive's RMSE"), number('Share of the average'), text('Why'), text('In hindsight')],
    rows,
  )}</details>`;
}

function didText(look: Look): Content {
  const { kind, fitted } = look;
  if (isRefused(look)) return [badge('bad', 'refused'), ` ${kind}, v${fitted?.version}`];
  return badge(DID[kind], kind);
}

function auditTable({ transitions, audit: record }: ReportData, selections: ReadonlySet<number>): Markup {
  const rows = transitions.map(({ revision, action, from, to, by, reason, evidence, ...when }) => [
    `#${revision}`,
    actionWord({ action, to }, selections),
    `${versionText(from)} → ${versionText(to)}`,
    by,
    reason,
    whenOf(when, instant),
    evidence === null ? '–' : markup`<code title="${evidence.reportUri}">${evidence.reportSha256.slice(0, 12)}</code>`,
  ]);
  const note = livedThroughNote(transitions, instant);
  const whole = auditText(record);
  const soundness = whole && markup`<p>${record.broken === undefined ? whole : badge('bad', whole)}</p>`;
  const columns = [text('Move'), text('Action'), text('From → to'), text('By'), text('Reason'), text('When (UTC)')];
  const audit = table('Every move of the Production pointer', [...columns, text('Report (sha256)')], rows);
  return markup`<details><summary>The audit record: ${plural(rows.length, 'move')} of the Production pointer</summary>${note && markup`<p>${note}</p>`}${soundness}${audit}</details>`;
}

function versionText(version: number | null): string {
  return version === null ? 'none' : `v${version}`;
}

function instant(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}
