import { figure, milliseconds, percent, thousands } from '../../core/contracts/figures.ts';
import type { FigureComparison, RunFacts } from '../../core/contracts/evidence.ts';
import { instantText } from './instant.ts';
import { markup, type Content, type Markup } from '../markup.ts';
import { badge, number, table, text } from '../table.ts';

export function runsBody({ staging, reference, figures, gates }: RunFacts): Markup {
  const both = [staging, ...(reference === null ? [] : [reference])];
  return markup`<p>${comparedWith(reference, staging.dataset)}</p>${runsTable(both)}${figuresTable(figures)}${gatesTable(gates)}`;
}

function comparedWith(reference: RunFacts['reference'], dataset: string): string {
  if (reference === null) {
    return `Neither has prod kept a run of ${dataset}, nor staging one of what stands in prod: there is nothing to compare with, and nothing is marked.`;
  }
  if (reference.environment === 'prod') return `Compared with prod's last run of ${dataset}.`;
  return `Prod has kept no run of ${dataset}: compared with ${reference.environment}'s run of the commit that stands in prod.`;
}

function runsTable(runs: readonly RunFacts['staging'][]): Markup {
  const rows = runs.map(({ environment, commit, dataset, runId, startedAt, status }) => [
    environment,
    markup`<code>${commit.slice(0, 12)}</code>`,
    dataset,
    markup`<code>${runId}</code>`,
    instantText(startedAt),
    status,
  ]);
  const columns = ['Environment', 'Commit', 'Data set', 'Run', 'Started', 'Status'].map(text);
  return table('The runs', columns, rows);
}

function figuresTable(figures: RunFacts['figures']): Markup {
  const rows = figures.map(({ figure: name, unit, staging, reference, difference, isMarked }) => [
    name,
    inUnit(unit, staging),
    inUnit(unit, reference),
    differenceText(unit, difference),
    isMarked ? badge('live', 'look at this') : '–',
  ]);
  const columns = [text('Figure'), number('This commit'), number('Compared with'), number('Difference'), text('Mark')];
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
  const size = Math.abs(difference);
  return unit === 'share' ? `${sign}${(100 * size).toFixed(2)} points` : `${sign}${percent(size)}`;
}

function gatesTable(gates: RunFacts['gates']): Markup {
  const rows = gates.map(({ gate, staging, reference, why, isMarked }) => [
    gate,
    staging ?? 'not asked',
    reference ?? 'not asked',
    why,
    isMarked ? badge('live', 'another outcome') : '–',
  ]);
  const columns = ['Gate', 'This commit', 'Compared with', 'Why', 'Mark'].map(text);
  return table('Gates and guards of the model that the run trained', columns, rows);
}
