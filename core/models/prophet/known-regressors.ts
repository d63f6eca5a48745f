import type { Regressors } from '../../series/regressors.ts';
import { formatPeriod, type TimeAxis } from '../../series/time-axis.ts';
import { type ProphetOptions, type ProphetRegressor, regressorSchema } from './options.ts';

/**
 * The options as if the series' own values stood in them: an option of a column's name says how it enters, and a column without one enters as
 * the family's defaults say. Options that bring their values keep them.
 */
export function withKnown(options: ProphetOptions, known: Regressors, axis: TimeAxis): ProphetOptions {
  const own = known.names.map((name, column): ProphetRegressor => {
    const asked = options.regressors.find((one) => one.name === name);
    return { ...(asked ?? regressorSchema.parse({ name })), values: valuesOf(known, column, axis), isColumn: true };
  });
  const others = options.regressors.filter(({ name }) => !known.names.includes(name));
  return { ...options, regressors: [...others, ...own] };
}

function valuesOf({ names, first, values }: Regressors, column: number, axis: TimeAxis): Record<string, number> {
  const known: Record<string, number> = {};
  for (let row = 0; row * names.length < values.length; row++) {
    const value = values[row * names.length + column];
    if (!Number.isNaN(value)) known[formatPeriod(axis, first + row)] = value;
  }
  return known;
}
