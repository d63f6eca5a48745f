import type { TimeAxis } from '../../series/time-axis.ts';
import { assembleGram, regressorScaling } from './assemble.ts';
import type { ColumnScaling } from './assemble.ts';
import { featureRows } from './joint/rows.ts';
import { designOf, ridgeColumns } from './design.ts';
import type { Design } from './design.ts';
import type { FeatureTable } from './feature-table.ts';
import type { ProphetOptions } from './options.ts';
import { CalendarSums, ValueSums } from './prefix-sums.ts';
import { standardise } from './standardisation.ts';
import type { Standardisation } from './standardisation.ts';

/** What a fit of the first n rows needs and the values have no part in. */
export interface CalendarFit {
  readonly design: Design;
  readonly standardisations: readonly Standardisation[];
  readonly scaling: readonly ColumnScaling[];
  /** Z'Z, row-major. */
  readonly gram: Float64Array;
  /** Of the normal priors, 1 / scale^2. */
  readonly precision: Float64Array;
  /** Of each feature in use: 1 where it multiplies the trend. */
  readonly multiplies: Uint8Array;
}

/** k and m ~ normal(0, 5) in Prophet's Stan model. */
const TREND_PRIOR_SCALE = 5;

/** One history's dates: its running sums, and what was derived from them for each cutoff, for every series with just these dates. */
export class HistoryCalendar {
  readonly sums: CalendarSums;
  private readonly fits = new Map<number, CalendarFit>();
  private readonly options: ProphetOptions;
  private readonly table: FeatureTable;

  constructor(
    axis: TimeAxis,
    { table, options }: { readonly table: FeatureTable; readonly options: ProphetOptions },
    ds: Int32Array,
  ) {
    this.table = table;
    this.options = options;
    this.sums = new CalendarSums(axis, table, ds);
  }

  covers(ds: Int32Array): boolean {
    const own = this.sums.ds;
    return own.length === ds.length && own.every((period, i) => period === ds[i]);
  }

  /** @param y one value a date */
  sumValues(y: Float64Array): ValueSums {
    return new ValueSums(this.sums, this.table, y);
  }

  /** Row-major, the features that take part. */
  featureRows(fit: CalendarFit): Float64Array {
    return featureRows(this.table, this.sums, fit);
  }

  /** For the first n rows, n at least 2. */
  fit(n: number): CalendarFit {
    const known = this.fits.get(n);
    if (known !== undefined) return known;
    const made = this.make(n);
    this.fits.set(n, made);
    return made;
  }

  private make(n: number): CalendarFit {
    const { sums, table, options } = this;
    const design = designOf(sums, n, { options, table });
    const standardisations = standardise(sums, table, { n, regressors: options.regressors });
    const scaling = regressorScaling(table, design, standardisations);
    const gram = assembleGram(sums, design, scaling);
    const precision = new Float64Array(ridgeColumns(design)).fill(TREND_PRIOR_SCALE ** -2);
    design.features.forEach((column, i) => {
      precision[design.trendColumns + i] = table.priorScales[column] ** -2;
    });
    const multiplies = Uint8Array.from(design.features, (column) => table.multiplies[column]);
    return { design, standardisations, scaling, gram, precision, multiplies };
  }
}
