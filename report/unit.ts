import { figure, percent, plural } from '../core/contracts/figures.ts';
import type { Dataset } from '../core/contracts/dataset.ts';
import type { GateVerdict } from '../core/contracts/promotion.ts';

/** What the target is measured in, where the literal's tags say so. */
export function unitOf({ tags }: Pick<Dataset, 'tags'>): string | undefined {
  return Object.hasOwn(tags, 'unit') && tags.unit.trim() !== '' ? tags.unit : undefined;
}

/** '3.840 °C'. */
export function measured(value: number | null | undefined, unit: string | undefined): string {
  const text = figure(value);
  return unit === undefined || text === '–' ? text : `${text} ${unit}`;
}

/** 'RMSE (°C)', of a column whose cells are figures alone. */
export function inUnit(title: string, unit: string | undefined): string {
  return unit === undefined ? title : `${title} (${unit})`;
}

/** What figures of a judgement are figures of. */
export interface Measures {
  readonly unit: string | undefined;
  /** What stands against the challenger: 'Production', or 'the naive'. */
  readonly rival: string;
}

type Say = (value: number, measures: Measures) => string;

/** What the value of each gate and guard is a figure of. */
const VALUES: Readonly<Record<string, Say>> = {
  'joined-rows': (value) => plural(value, 'row'),
  'missing-series': (value) => `${percent(value)} of the series`,
  'skill-over-naive': (value) => `${percent(Math.abs(value))} ${value < 0 ? 'worse' : 'better'} than the naive`,
  'no-worse-than-naive': (value) => `${figure(value)} of the naive's mean squared error`,
  'no-worse-than-production': (value, { rival }) => `${figure(value)} of ${rival}'s RMSE`,
  'interval-coverage': (value) => `${percent(value)} of the values`,
  bias: (value) => `${figure(value)} of the naive's RMSE`,
  'cross-validation-gap': (value) => `${figure(value)} of the cross-validated RMSE`,
  'business-cost': (value, { rival }) => `${figure(value)} of ${rival}'s cost`,
  'worse-series': (value) => `${percent(value)} of the series`,
  'worst-segment': (value, { rival }) => `${figure(value)} of ${rival}'s RMSE`,
  'same-series': (value) => `${plural(value, 'series', 'series')} lost`,
  'series-in-range': (value) => `${percent(value)} of the series`,
  movement: (value, { unit }) => measured(value, unit),
  'plausible-forecasts': (value) => plural(value, 'series', 'series'),
};

/** A gate's value with what it is a figure of. */
export function gateValue({ gate, value }: Pick<GateVerdict, 'gate' | 'value'>, measures: Measures): string {
  if (value === null) return 'no value';
  return Object.hasOwn(VALUES, gate) ? VALUES[gate](value, measures) : figure(value);
}
