import { figure, milliseconds, percent, thousands } from '../../core/contracts/figures.ts';
import type { FigureComparison, RunFacts } from '../../core/contracts/evidence.ts';
import { markup, type Content, type Markup } from '../markup.ts';
import { badge, number, table, text } from '../table.ts';

export function runsBody({ staging, prod, figures, gates }: RunFacts): Markup {
  const both = [staging, ...(prod === null ? [] : [prod])];
  return markup`${prod === null ? noRunInProd(staging.dataset) : undefined}${runsTable(both)}${figuresTable(figures)}${gatesTable(gates)}`;
}

function noRunInProd(dataset: string): Markup {
  return markup`<p>prod has kept no run of ${dataset}: there is nothing to compare with, and nothing is marked.</p>`;
}

function runsTable(runs: readonly RunFacts['staging'][]): Markup {
  const rows = runs.map(({ environment, commit, dataset, runId, startedAt, status }) => [
    environment,
    markup`<code>${commit.slice(0, 12)}</code>`,
    dataset,
    markup`<code>${runId}</code>`,
    startedAt,
    status,
  ]);
  const columns = ['Environment', 'Commit', 'Data set', 'Run', 'Started', 'Status'].map(text);
  return table('The runs', columns, rows);
}

function figuresTable(figures: RunFacts['figures']): Markup {
  const rows = figures.map(({ figure: name, unit, staging, prod, difference, isMarked }) => [
    name,
    inUnit(unit, staging),
    inUnit(unit, prod),
    differenceText(unit, difference),
    isMarked ? badge('live', 'look at this') : '',
  ]);
  const columns = [text('Figure'), number('Staging'), number('Prod'), number('Difference'), text('Mark')];
  return table('Figures; what differs much is marked, and refuses nothing: the two see other days', columns, rows);
}

function inUnit(unit: FigureComparison['unit'], value: number | null): string {
  if (value === null) return 'not counted';
  switch (unit) {
    case 'rows':
    case 'transitions':
      return thousands(value);
    case 'share':
      return percent(value);
    case 'error':
      return figure(value);
    case 'seconds':
      return milliseconds(1000 * value);
    case 'dollars':
      return `$${value.toFixed(4)}`;
    default:
      return unit satisfies never;
  }
}

function differenceText(unit: FigureComparison['unit'], difference: number | null): Content {
  if (difference === null) return 'none';
  const sign = difference > 0 ? '+' : difference < 0 ? '−' : '';
  const size = percent(Math.abs(difference));
  return unit === 'share' ? `${sign}${size} points` : `${sign}${size}`;
}

function gatesTable(gates: RunFacts['gates']): Markup {
  const rows = gates.map(({ gate, staging, prod, why, isMarked }) => [
    gate,
    staging ?? 'not asked',
    prod ?? 'not asked',
    why,
    isMarked ? badge('live', 'another outcome') : '',
  ]);
  const columns = ['Gate', 'Staging', 'Prod', 'Why', 'Mark'].map(text);
  return table('Gates and guards of the model that the run trained', columns, rows);
}
