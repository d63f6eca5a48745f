import { percent } from '../../core/contracts/figures.ts';
import type { CostFacts } from '../../core/contracts/evidence.ts';
import { markup, type Markup } from '../markup.ts';
import { number, table, text } from '../table.ts';

type EnvironmentCost = CostFacts['environments'][number];

export function costBody({ pricesOf, basis, environments }: CostFacts): Markup {
  const rows = environments.map(({ environment, region, before, after }) => [
    environment,
    region,
    dollars(before),
    dollars(after),
    difference(before, after),
  ]);
  const columns = [
    text('Environment'),
    text('Region'),
    number('As it stands'),
    number('With this commit'),
    number('Difference'),
  ];
  return markup`${table(`Estimates of a month of 730 hours, of ${basis}, by the prices of ${pricesOf}`, columns, rows)}${environments.map(linesOf)}`;
}

function linesOf({ environment, lines }: EnvironmentCost): Markup {
  const rows = lines.map(({ service, what, dataset, before, after }) => [
    `${service}: ${what}`,
    dataset,
    dollars(before),
    dollars(after),
    difference(before, after),
  ]);
  const columns = [
    text('What'),
    text('Data set'),
    number('As it stands'),
    number('With this commit'),
    number('Difference'),
  ];
  return markup`<details><summary>What ${environment} costs is made of</summary>${table('The dearest first', columns, rows)}</details>`;
}

export function dollars(amount: number | null): string {
  return amount === null ? 'nothing deployed' : `$${amount.toFixed(2)}`;
}

export function difference(before: number | null, after: number | null): string {
  if (before === null || after === null) return 'new';
  const change = after - before;
  if (Math.abs(change) < 0.005) return 'the same';
  const sign = change > 0 ? '+' : '−';
  const share = before === 0 ? '' : ` (${sign}${percent(Math.abs(change) / before)})`;
  return `${sign}$${Math.abs(change).toFixed(2)}${share}`;
}
