import type { SelectionMetric } from '../../core/backtest/select.ts';
import { figure, plural } from '../../core/contracts/figures.ts';
import type { DateRange } from '../../core/contracts/date-range.ts';
import type { Way } from '../../core/contracts/steps/promote.ts';
import { isRefused, refreshesAmong, wentLive } from '../../core/evaluate/refreshes.ts';
import type { RunRecord } from '../../core/evaluate/run-record.ts';
import { worthOf } from '../../core/evaluate/worth.ts';

type Look = RunRecord['production']['looks'][number];

export interface LivedWindow {
  readonly record: RunRecord;
  /** How its version asked for Production; undefined where it did not come to that. */
  readonly way: Way | undefined;
  /** What the selection went by. */
  readonly metric: SelectionMetric;
}

/** Of a window: what was chosen and went live, what was refused and why, how often it was refreshed, and what users got. */
export function windowText({ record, way, metric }: LivedWindow): string {
  return [chosenText(record, metric), liveText(record, way), ...looksTexts(record), resultText(record)].join('; ');
}

/** Whether something did not go live that was fitted to. */
export function hasRefusal(record: RunRecord): boolean {
  return !wentLive(record) || record.production.looks.some(isRefused);
}

/** By its dates; hours are only named where the days are not whole. */
export function windowName({ start, end }: DateRange): string {
  const isOfDays = start.endsWith(FIRST_HOUR) && end.endsWith(LAST_HOUR);
  const [first, last] = [start, end].map((period) => (isOfDays ? period.slice(0, 10) : periodName(period)));
  return `${first}..${last}`;
}

function periodName(period: string): string {
  return period.replace(':00:00Z', '');
}

const FIRST_HOUR = 'T00:00:00Z';
const LAST_HOUR = 'T23:00:00Z';

/** The candidate's own error: the table of the windows has the version's, which is another one where it blends. */
function chosenText({ chosen, candidates }: RunRecord, metric: SelectionMetric): string {
  return `${chosen} chosen (its cv ${metric} ${figure(candidates[chosen]?.crossValidation[metric])})`;
}

function liveText({ modelVersion, policy, promotion, production }: RunRecord, way: Way | undefined): string {
  const { outcome, version, reasons } = promotion;
  const why = reasons.join(', ');
  if (outcome === 'refused') {
    return `v${modelVersion} refused (${why}${hindsightText(promotion)}); ${insteadText(modelVersion, production.version)}`;
  }
  if (version !== modelVersion) return `v${version} live instead of v${modelVersion} (${why})`;
  const by = policy === 'gates' ? 'which passed the gates' : `by the policy ${policy}`;
  const what = way === 'change' ? `another recipe, ${by}` : way === 'refresh' ? 'the same recipe' : 'the first';
  return `v${version} live, ${what}`;
}

/** What was fitted after a refusal is the seasonal naive, which goes live where nothing else is. */
function insteadText(refused: number, live: number | null): string {
  if (live === null) return 'nothing is live';
  return live > refused ? `v${live}, the seasonal naive, live` : `v${live} stays`;
}

function looksTexts({ policy, production: { looks } }: RunRecord): readonly string[] {
  const fitted = looks.filter((look) => look.fitted !== null);
  // The yardstick that chooses at every look: nothing is brought forward.
  if (policy !== 'gates') return fitted.length === 0 ? [] : [`${plural(fitted.length, 'look')} chose anew`];
  const { fitted: refreshes, live } = refreshesAmong(looks);
  const counted = plural(refreshes.length, 'refresh', 'refreshes');
  return [
    ...(refreshes.length === 0
      ? []
      : [live.length === refreshes.length ? counted : `${live.length} of ${counted} live`]),
    ...looks.filter(({ kind }) => kind === 'select' || kind === 'return').map(turnText),
    ...refusedTexts(fitted.filter(isRefused)),
  ];
}

function turnText({ asOf, kind, version, reasons }: Look): string {
  const what = kind === 'select' ? 'selection brought forward' : 'back to the former recipe';
  return `${periodName(asOf)} ${what}, v${version} live (${reasons.join(', ')})`;
}

/** Of more, the report tells. */
const REFUSALS_NAMED = 3;

function refusedTexts(refused: readonly Look[]): readonly string[] {
  const more = refused.length - REFUSALS_NAMED;
  return [
    ...refused
      .slice(0, REFUSALS_NAMED)
      .map(
        (look) =>
          `${periodName(look.asOf)} v${look.fitted?.version} refused (${look.refusals.join(', ')}${hindsightText(look)})`,
      ),
    ...(more > 0 ? [`${more} more refused`] : []),
  ];
}

function hindsightText({ hindsight }: Pick<Look, 'hindsight'>): string {
  const { refusal } = worthOf(hindsight);
  return refusal === 'unknown' ? '' : `; in hindsight ${refusal === 'right' ? 'rightly' : 'wrongly'}`;
}

function resultText({ notScored, production, realised, naiveRmse }: RunRecord): string {
  if (notScored !== null) return `not scored: ${notScored}`;
  const naive = `naive ${figure(naiveRmse)}`;
  return production.realised === null
    ? `its own rmse ${figure(realised.rmse)} (${naive})`
    : `users' rmse ${figure(production.realised.rmse)} (${naive})`;
}
