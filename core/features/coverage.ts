import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import { plural } from '../contracts/figures.ts';
import type { Frequency } from '../contracts/frequency.ts';
import { shown } from '../contracts/visible.ts';
import { missingAt, regressorRow, type Regressors } from '../series/regressors.ts';
import type { Series } from '../series/series.ts';
import { formatPeriod, type TimeAxis } from '../series/time-axis.ts';
import type { UnreadableValue } from './delivered-values.ts';

/** A regressor of a series without some of its values. */
export interface Lack {
  readonly uniqueId: string;
  readonly regressor: string;
  readonly where: 'history' | 'horizon';
  /** The first period without a value, how many there are, and out of how many. */
  readonly from: number;
  readonly lacking: number;
  readonly of: number;
}

/**
 * What a model that learns from these regressors would miss: at the observations of training, and ahead.
 *
 * @param ahead the periods of the horizon at which the series occurs
 */
export function lacksOf(
  { uniqueId, ds }: Pick<Series, 'uniqueId' | 'ds'>,
  regressors: Regressors,
  ahead: Int32Array,
): readonly Lack[] {
  return (['horizon', 'history'] as const).flatMap((where) => {
    const periods = where === 'history' ? ds : ahead;
    const missing = new Map<string, { from: number; lacking: number }>();
    for (const period of periods) {
      for (const name of missingAt(regressors, period)) {
        const known = missing.get(name);
        if (known === undefined) missing.set(name, { from: period, lacking: 1 });
        else known.lacking++;
      }
    }
    return Array.from(missing, ([regressor, lack]) => ({ uniqueId, regressor, where, ...lack, of: periods.length }));
  });
}

/** The regressors that are the same at all observations, of which there are some: nothing can be learned of them. Those that lack a value are none. */
export function neverChanging({ ds }: Pick<Series, 'ds'>, regressors: Regressors): readonly string[] {
  if (ds.length < 2) return [];
  const rows = Array.from(ds, (period) => regressorRow(regressors, period));
  return regressors.names.filter((_, column) => {
    const values = rows.map((row) => (row === undefined ? NaN : regressors.values[row + column]));
    return values.every((value) => value === values[0]);
  });
}

interface Judged {
  readonly axis: TimeAxis;
  /** How many series there are, and the share of them that may be without. */
  readonly series: number;
  readonly maxShare: number;
  readonly unreadable: readonly UnreadableValue[];
}

/** How many things a refusal names. */
const NAMED = 4;

/**
 * Series that lack a value are forecasted by the candidates that learn from none. Many of them mean that the delivery is at fault.
 *
 * @throws RegressorMissing naming the columns, from which date on, and how many periods lack
 */
export function requireRegressors(lacks: readonly Lack[], { axis, series, maxShare, unreadable }: Judged): void {
  const lacking = new Set(lacks.map(({ uniqueId }) => uniqueId)).size;
  if (lacking <= maxShare * series) return;
  const [first] = lacks;
  const others = lacking > 1 ? `; so it is with ${plural(lacking, 'series', 'series')} of ${series}` : '';
  throw new PlatformError(ERROR_NAMES.regressorMissing, {
    problem: `${unreadableText(unreadable)}${sentencesOf(first.uniqueId, lacks, axis)} (series '${shown(first.uniqueId)}')${others}`,
    allowed: `a number at every observation of training and at every period of the horizon, but for a share of ${maxShare} of the series (maxFailedSeriesShare)`,
    hint: [
      ...(unreadable.length > 0 ? [WRITTEN_AS_NUMBERS] : curesOf(lacks)),
      "take the column out of the data set's regressors",
    ].join(', or '),
  });
}

function curesOf(lacks: readonly Lack[]): readonly string[] {
  return [
    ...(lacks.some(({ where }) => where === 'history') ? [FILLED_IN] : []),
    ...(lacks.some(({ where }) => where === 'horizon') ? [PLANNED] : []),
  ];
}

const WRITTEN_AS_NUMBERS =
  'write it as numbers (1 and 0, or true and false; a column of names as one of 1 and 0 for each name)';
const FILLED_IN = 'deliver the rows without a value once more with the regressors filled in';
const PLANNED =
  'deliver rows of the dates to come with the regressors filled in and the target left empty, or shorten evaluation.length';

function sentencesOf(uniqueId: string, lacks: readonly Lack[], axis: TimeAxis): string {
  const own = lacks.filter((lack) => lack.uniqueId === uniqueId);
  return own
    .slice(0, NAMED)
    .map((lack) => sentenceOf(lack, axis))
    .join(', ');
}

function unreadableText([first]: readonly UnreadableValue[]): string {
  return first === undefined
    ? ''
    : `'${shown(first.text)}' in line ${first.line} is no number for the regressor '${first.regressor}': `;
}

/** For people; undefined of days and hours, which all know the holidays that they lie in. @param dated periods of training that a holiday dates */
export function holidaysNote(frequency: Frequency, dated: number, periods: number): string | undefined {
  if (frequency === 'day' || frequency === 'hour') return undefined;
  return `of the holidays only those are known that date a ${frequency}: ${dated} of the ${plural(periods, frequency)} of training`;
}

interface Noted extends Pick<Judged, 'axis' | 'series'> {
  readonly lacks: readonly Lack[];
  /** By regressor, of how many series it never changes. */
  readonly constant: ReadonlyMap<string, number>;
}

/** For people: what is known ahead and nobody learns from, and which series are without; clauses, none where there is nothing of it. */
export function coverageNotes({ lacks, constant, axis, series }: Noted): readonly string[] {
  const without = [...new Set(lacks.map(({ uniqueId }) => uniqueId))];
  const named = without.slice(0, NAMED).map((uniqueId) => `${shown(uniqueId)} (${sentencesOf(uniqueId, lacks, axis)})`);
  const more = without.length > NAMED ? `, and ${without.length - NAMED} more` : '';
  return [
    ...[...constant].map(([name, count]) => {
      const where = count === series ? '' : ` of ${count} of ${series} series`;
      return `nothing is learned of the regressor '${name}', which never changes in the training${where}`;
    }),
    ...(without.length === 0
      ? []
      : [`without regressors, by the candidates that learn from none, are forecast: ${named.join(', ')}${more}`]),
  ];
}

function sentenceOf({ regressor, where, from, lacking, of }: Lack, axis: TimeAxis): string {
  const periods = where === 'horizon' ? 'periods of the horizon' : 'observations of training';
  return `the regressor '${regressor}' has no value from ${formatPeriod(axis, from)} on: ${lacking} of ${of} ${periods} lack one`;
}
