import { plural, rangeText, thousands } from '../contracts/figures.ts';
import type { DeliveryFigures } from '../contracts/delivery-figures.ts';
import { missingText, simplestText } from '../contracts/missing-text.ts';
import type { QuarantineReason } from '../contracts/quarantine.ts';
import { scoredText } from '../contracts/scored-text.ts';
import type { TotalCounts } from '../contracts/steps/counts.ts';
import { shown } from '../contracts/visible.ts';
import { implausibleTexts, unobservedText } from '../forecast/notes-text.ts';
import { lookAlikesText } from '../series/look-alikes.ts';
import type { ReplayRecord } from './replay-record.ts';
import type { RunRecord } from './run-record.ts';
import { unforecastText } from './unforecast.ts';

/** Of all deliveries. */
export interface DeliveredRows extends TotalCounts {
  readonly reasons: ReadonlyMap<QuarantineReason, number>;
  /** In the order of arrival; absent where a release before 0.3.0 read them. */
  readonly deliveries?: readonly DeliveryFigures[];
  /** Names of series that look alike (core/series/look-alikes.ts). */
  readonly alike: readonly (readonly string[])[];
}

/** What a run left out, and why: a sentence a kind, none where there is nothing of it; the rows are always told of. */
export function leftOut(
  { windows, failed, skipped }: Pick<ReplayRecord, 'windows' | 'failed' | 'skipped'>,
  rows: DeliveredRows | undefined,
): readonly string[] {
  const unscored = windows.flatMap((window) =>
    window.notScored === null ? [] : [{ ...window, why: window.notScored }],
  );
  return [
    ...(rows === undefined
      ? []
      : [rowsSentence(rows), restatingSentence(rows), lookAlikesText(rows.alike) ?? []].flat()),
    ...ofWindows(windows, ({ missing }) => (missing === undefined || missing.inAll === 0 ? [] : missingText(missing))),
    ...ofWindows(windows, ({ simplest }) => simplestText(simplest) ?? []),
    ...ofWindows(windows, ({ crossValidation }) => partlyScored(crossValidation)),
    ...ofWindows(windows, ({ unobserved }) => unobservedText(unobserved) ?? []),
    ...ofWindows(windows, ({ unforecast }) => (unforecast === undefined ? [] : unforecastText(unforecast))),
    ...ofWindows(windows, ({ implausible }) => implausibleTexts(implausible)),
    ...ofWindows(windows, ({ ignored }) => {
      return ignored === undefined ? [] : `not everything that is known ahead is learned from: ${ignored}`;
    }),
    ...windowsSentence(unscored, ['is not scored', 'are not scored']),
    ...windowsSentence(skipped, ['was not lived through', 'were not lived through']),
    ...windowsSentence(
      failed.map((window) => ({ ...window, why: cut(`${window.error}: ${window.cause}`) })),
      ['failed', 'failed'],
    ),
  ];
}

/** Nothing where every row of the folds' horizons was scored, or where a release before 0.2.0 has not counted. */
function partlyScored(crossValidation: RunRecord['crossValidation']): string | readonly string[] {
  const { pointsScored = 0, pointsInAll = 0 } = crossValidation;
  return pointsScored === pointsInAll ? [] : `cross-validation scored ${scoredText(crossValidation)}`;
}

function rowsSentence({ reasons, ...counts }: TotalCounts & Pick<DeliveredRows, 'reasons'>): string {
  const { bronze, silver, quarantined, undated, deduplicated, restated, aggregated, planned, withdrawn } = counts;
  const named = [...reasons].sort(([, a], [, b]) => b - a).map(([reason, rows]) => `${thousands(rows)} ${reason}`);
  const withoutDate = undated === 0 ? '' : `; ${thousands(undated)} of them without a date that can be read`;
  const parts = [
    ...(quarantined === 0 ? [] : [`${plural(quarantined, 'was', 'were')} refused (${named.join(', ')}${withoutDate})`]),
    ...(deduplicated > restated ? [`${plural(deduplicated - restated, 'says', 'say')} what another says`] : []),
    ...(restated === 0 ? [] : [`${plural(restated, 'was', 'were')} replaced by a later one`]),
    ...(aggregated === 0
      ? []
      : [`${plural(aggregated, 'became one value', 'became values')} with others of their period`]),
    ...(planned === 0 ? [] : [`${plural(planned, 'is', 'are')} planned, empty behind the last value of a series`]),
    ...(withdrawn === 0 ? [] : [`${plural(withdrawn, 'is', 'are')} of deliveries that somebody has withdrawn`]),
  ];
  if (parts.length === 0) return `All ${plural(bronze, 'row')} that were delivered are used.`;
  return `Of ${plural(bronze, 'row')} that were delivered ${thousands(silver)} are used: ${parts.join(', ')}.`;
}

/** Which deliveries the replaced rows are the work of; the one that restates most first. */
function restatingSentence({ deliveries = [] }: DeliveredRows): readonly string[] {
  const restating = deliveries.filter(({ restated }) => restated > 0).sort((a, b) => b.restated - a.restated);
  if (restating.length === 0) return [];
  const first = restating.slice(0, DELIVERIES_NAMED);
  const more = restating.length > first.length ? [`${restating.length - first.length} more`] : [];
  const named = first.map(
    ({ key, restated, rows }) => `${shown(key)} (${thousands(restated)} of ${plural(rows, 'row')})`,
  );
  const verb = restating.length === 1 ? 'gives another value' : 'give other values';
  const of = `${thousands(restating.length)} of ${plural(deliveries.length, 'delivery', 'deliveries')}`;
  return [`${of} ${verb} for what was known: ${[...named, ...more].join('; ')}.`];
}

const DELIVERIES_NAMED = 3;

/** The whole of it ends the command, and stands in the report's table. */
function cut(why: string): string {
  return why.length <= WHY_CHARACTERS ? why : `${why.slice(0, WHY_CHARACTERS)}…`;
}

const WHY_CHARACTERS = 120;

/** Of those with the same fate: more is a table's business. */
const WINDOWS_NAMED = 5;

/** A sentence once, whichever windows it is of: those are named where it is not of all. */
function ofWindows(
  windows: readonly RunRecord[],
  textsOf: (window: RunRecord) => string | readonly string[],
): readonly string[] {
  const runs = new Map<string, readonly string[]>();
  for (const window of windows) {
    for (const text of [textsOf(window)].flat()) runs.set(text, [...(runs.get(text) ?? []), window.runId]);
  }
  return [...runs].map(([text, of]) => {
    const where = of.length === windows.length ? '' : `${of.join(', ')}: `;
    return where === '' ? `${text[0].toUpperCase()}${text.slice(1)}.` : `${where}${text}.`;
  });
}

interface Window {
  readonly runId: string;
  readonly evaluate: { readonly start: string; readonly end: string };
  readonly why: string;
}

function windowsSentence(
  windows: readonly Window[],
  [one, many]: readonly [one: string, many: string],
): readonly string[] {
  if (windows.length === 0) return [];
  const first = windows.slice(0, WINDOWS_NAMED);
  const more = windows.length > first.length ? [`${windows.length - first.length} more`] : [];
  const named = [...first.map(({ runId, evaluate, why }) => `${runId}, ${rangeText(evaluate)} (${why})`), ...more];
  return [`${plural(windows.length, 'window')} ${windows.length === 1 ? one : many}: ${named.join('; ')}.`];
}
