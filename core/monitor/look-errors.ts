import type { Actuals } from '../backtest/actuals.ts';
import type { Look, LookHeader, SeriesLook } from '../blend/look-file.ts';
import { effectiveMixture } from '../blend/mixture.ts';
import { learned, type Share } from '../blend/share.ts';
import type { Recipe } from '../contracts/recipe.ts';
import type { ExplainedForecast } from '../contracts/explained-forecast.ts';
import { countBefore } from '../series/panel.ts';

interface SeriesErrors {
  rows: number;
  readonly squares: Float64Array;
  /** Rows that each candidate has a forecast for. */
  readonly counts: Float64Array;
  readonly ratios: number[];
}

/** What the forecasts in force and everything that they were made of were worth on the rows of a look, whichever candidate is looked at. */
export class LookErrors {
  private readonly bySeries = new Map<string, SeriesErrors>();
  private readonly parts: Float64Array;
  /** How many forecasts the parts are of. */
  private mixed = 0;
  /** Squared errors over the series' size, and the rows that have one. */
  private sized = { rows: 0, average: 0, choice: 0 };

  constructor(private readonly candidates: number) {
    this.parts = new Float64Array(candidates);
  }

  /** Of one series, where it was in force; only what came true counts. */
  add(forecast: ExplainedForecast, actuals: Actuals | undefined): void {
    const rows = joined(forecast, actuals);
    if (rows.length === 0) return;
    const errors = this.errorsOf(forecast.uniqueId);
    errors.rows += rows.length;
    forecast.members.forEach((member, k) => {
      if (member === undefined) return;
      for (const { at, y } of rows) errors.squares[k] += (member[at] - y) ** 2;
      errors.counts[k] += rows.length;
    });
    for (const { at, y } of rows) {
      if (forecast.half[at] > 0) errors.ratios.push(Math.abs(y - forecast.yhat[at]) / forecast.half[at]);
    }
    this.addSized(forecast, rows);
    this.addParts(forecast);
  }

  private errorsOf(uniqueId: string): SeriesErrors {
    const known = this.bySeries.get(uniqueId);
    if (known !== undefined) return known;
    const none = () => new Float64Array(this.candidates);
    const errors = { rows: 0, squares: none(), counts: none(), ratios: [] };
    this.bySeries.set(uniqueId, errors);
    return errors;
  }

  private addSized({ size, average, members, choice }: ExplainedForecast, rows: readonly Row[]): void {
    const chosen = members[choice];
    if (size === undefined || chosen === undefined) return;
    for (const { at, y } of rows) {
      this.sized.rows++;
      this.sized.average += (average[at] - y) ** 2 / size;
      this.sized.choice += (chosen[at] - y) ** 2 / size;
    }
  }

  /** Where the last value forecasts, no candidate has a part. */
  private addParts(forecast: ExplainedForecast): void {
    if (forecast.choice < 0) return;
    const { weights, share, choice } = effectiveMixture(forecast.members, forecast);
    weights.forEach((weight, k) => (this.parts[k] += share * weight + (k === choice ? 1 - share : 0)));
    this.mixed++;
  }

  /** What a look file has of them; undefined where nothing came true. */
  summary(): (Pick<LookHeader, 'rows' | 'average' | 'choice' | 'weights'> & Pick<Look, 'series'>) | undefined {
    if (this.bySeries.size === 0) return undefined;
    const series = [...this.bySeries]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, errors]) => seriesLook(id, errors));
    const { rows, average, choice } = this.sized;
    return {
      rows: series.reduce((sum, one) => sum + one.rows, 0),
      average: rows === 0 ? null : average / rows,
      choice: rows === 0 ? null : choice / rows,
      weights: Array.from(this.parts, (part) => part / Math.max(1, this.mixed)),
      series,
    };
  }
}

interface Row {
  /** Index among the forecast's periods. */
  readonly at: number;
  readonly y: number;
}

function joined({ ds }: ExplainedForecast, actuals: Actuals | undefined): readonly Row[] {
  const rows: Row[] = [];
  if (actuals === undefined) return rows;
  ds.forEach((period, at) => {
    const row = countBefore(actuals.ds, period);
    if (actuals.ds[row] === period) rows.push({ at, y: actuals.y[row] });
  });
  return rows;
}

function seriesLook(uniqueId: string, { rows, squares, counts, ratios }: SeriesErrors): SeriesLook {
  const mse = Array.from(squares, (sum, k) => (counts[k] === 0 ? null : sum / counts[k]));
  return { unique_id: uniqueId, rows, mse, ratios };
}

/** Only a blend learns how much to lean to its average: the other recipes are one of its two sides for good. */
export function learnedAt(
  { average, choice }: Pick<LookHeader, 'average' | 'choice'>,
  kind: Recipe['kind'],
  before: Share,
): Share {
  return kind !== 'blend' || average === null || choice === null ? before : learned(before, { average, choice });
}
