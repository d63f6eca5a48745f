import { describe, expect, it } from '@jest/globals';
import { assembleProducts } from '../../../../core/models/prophet/assemble.ts';
import { FeatureTable } from '../../../../core/models/prophet/feature-table.ts';
import { HistoryCalendar } from '../../../../core/models/prophet/history-calendar.ts';
import { prophetOptionsSchema } from '../../../../core/models/prophet/options.ts';
import { daysOf, formatPeriod } from '../../../../core/series/time-axis.ts';
import { SHAPES } from './shapes.ts';
import type { Shape } from './shapes.ts';

/** Z of the first n rows written down column by column: 1, t, sines and cosines, holidays, regressors, hinges. */
function directColumns(shape: Shape, n: number, seasons: Record<string, number>, changepoints: Int32Array): number[][] {
  const { axis, series, holidays, regressors } = shape;
  const days = Array.from(series.ds.subarray(0, n), (period) => daysOf(axis, period));
  const t = days.map((day) => (day - days[0]) / (days[n - 1] - days[0]));
  const columns = [t.map(() => 1), t];
  const fourier = (order: number, period: number) => {
    for (let k = 1; k <= order; k++) {
      columns.push(days.map((day) => Math.sin((2 * Math.PI * k * day) / period)));
      columns.push(days.map((day) => Math.cos((2 * Math.PI * k * day) / period)));
    }
  };
  fourier(seasons.yearly, 365.25);
  fourier(seasons.weekly, 7);
  fourier(seasons.daily, 1);
  for (const { dates, lowerWindow = 0, upperWindow = 0 } of holidays) {
    const starts = dates.map((date) => Date.parse(date) / 86_400_000);
    for (let shift = lowerWindow; shift <= upperWindow; shift++) {
      columns.push(days.map((day) => (starts.includes(Math.floor(day) - shift) ? 1 : 0)));
    }
  }
  for (const { values, standardize = 'auto' } of regressors) {
    const raw = Array.from(series.ds.subarray(0, n), (period) => values[formatPeriod(axis, period)]);
    const distinct = [...new Set(raw)].sort();
    const asItIs =
      standardize === false || distinct.length < 2 || (standardize === 'auto' && distinct.join() === '0,1');
    const mean = raw.reduce((sum, value) => sum + value, 0) / n;
    const deviation = Math.sqrt(raw.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
    columns.push(asItIs ? raw : raw.map((value) => (value - mean) / deviation));
  }
  for (const row of changepoints) columns.push(t.map((x) => Math.max(0, x - t[row])));
  return columns;
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0);

const NAMES = ['gaps', 'hours', 'weeks', 'months', 'holidays', 'regressors', 'negative and far from zero'];

describe('assembly from running sums', () => {
  it.each(SHAPES.filter(({ name }) => NAMES.includes(name)))('equals the products of the columns: $name', (shape) => {
    const { axis, series } = shape;
    const options = prophetOptionsSchema.parse({
      ...shape.options,
      holidays: shape.holidays,
      regressors: shape.regressors,
    });
    const table = new FeatureTable(axis, options);
    const calendar = new HistoryCalendar(axis, { table, options }, series.ds);
    const values = calendar.sumValues(series.y);
    for (const n of [series.ds.length, Math.floor(series.ds.length * 0.61), 128, 20]) {
      const fit = calendar.fit(n);
      const columns = directColumns(shape, n, fit.design.seasons, fit.design.changepoints);
      const y = Array.from(series.y.subarray(0, n), (value) => value - series.y[0]);
      const norms = columns.map((column) => Math.sqrt(Math.max(dot(column, column), 1)));
      const zy = assembleProducts(values, calendar.sums, fit);
      let worst = 0;
      columns.forEach((a, i) => {
        columns.forEach((b, j) => {
          const error = Math.abs(fit.gram[i * columns.length + j] - dot(a, b));
          worst = Math.max(worst, error / (norms[i] * norms[j]));
        });
        worst = Math.max(worst, Math.abs(zy[i] - dot(a, y)) / (norms[i] * Math.sqrt(dot(y, y))));
      });
      expect(fit.gram.length).toBe(columns.length ** 2);
      expect(worst).toBeLessThan(2e-12);
    }
  });
});
