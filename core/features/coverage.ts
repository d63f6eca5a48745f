import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import { plural } from '../contracts/figures.ts';
import { missingAt, type Regressors } from '../series/regressors.ts';
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
  const own = lacks.filter(({ uniqueId }) => uniqueId === first.uniqueId);
  const sentences = own.slice(0, NAMED).map((lack) => sentenceOf(lack, axis));
  const others = lacking > 1 ? `; so it is with ${plural(lacking, 'series', 'series')} of ${series}` : '';
  throw new PlatformError(ERROR_NAMES.regressorMissing, {
    problem: `${sentences.join(', ')} (series '${first.uniqueId}')${others}`,
    ...gotOf(unreadable),
    allowed: `a value at every observation of training and at every period of the horizon, but for a share of ${maxShare} of the series (maxFailedSeriesShare)`,
    hint:
      'deliver rows of the dates to come with the regressors filled in and the target left empty, shorten evaluation.length (--evaluate), ' +
      "or take the column out of the data set's regressors (--regressors)",
  });
}

function sentenceOf({ regressor, where, from, lacking, of }: Lack, axis: TimeAxis): string {
  const periods = where === 'horizon' ? 'periods of the horizon' : 'observations of training';
  return `the regressor '${regressor}' has no value from ${formatPeriod(axis, from)} on: ${lacking} of ${of} ${periods} lack one`;
}

function gotOf([first]: readonly UnreadableValue[]) {
  return first === undefined
    ? {}
    : { got: `${first.text}, which is no number, for '${first.regressor}' in line ${first.line}` };
}
