import type { CostEstimate, CostLine } from '../../core/contracts/cost.ts';
import { JOB_START_SECONDS } from '../../core/cost/estimate.ts';
import { findPlatform } from '../../environments/index.ts';
import { synthesizeLiteral } from '../../lib/synthesize.ts';
import type { Column } from '../table.ts';
import { type Part, printView } from '../view.ts';
import type { CostOptions } from './command.ts';
import { costOfMonth } from './month.ts';

/** Data that is so many times as much. */
const GROWTH = [10, 1000] as const;

/** @throws EnvironmentInvalid */
export async function printCost({ env, series, record, json }: CostOptions): Promise<void> {
  const usage = record ? await (await import('./record.ts')).recordUsage() : undefined;
  const environment = findPlatform(env);
  const { template } = synthesizeLiteral(environment, { bundling: false });
  const of = (count: number) =>
    costOfMonth(environment, template, { series: count, ...(usage === undefined ? {} : { usage }) });
  const estimate = of(series);
  const grown = GROWTH.map((times) => ({ times, estimate: of(series * times) }));
  printView({ json: { series, ...estimate, grown }, text: textOf({ env, series, estimate, grown }) }, json);
}

const COLUMNS: readonly Column[] = [
  { title: 'service' },
  { title: 'what' },
  { title: 'data set' },
  { title: 'a month', isFigure: true },
  { title: 'unit' },
  { title: 'dollars', isFigure: true },
];

interface Priced {
  readonly env: string;
  readonly series: number;
  readonly estimate: CostEstimate;
  readonly grown: readonly { readonly times: number; readonly estimate: CostEstimate }[];
}

function textOf({ env, series, estimate, grown }: Priced): readonly Part[] {
  const { total, region, pricesOf, lines } = estimate;
  const [dearest] = lines;
  const share = Math.round((dearest.dollars / total) * 100);
  return [
    `${env} in ${region} with ${series} series a data set: about ${dollars(total)} a month, at the list prices of ${pricesOf}.`,
    '',
    { table: { columns: COLUMNS, rows: lines.map((line) => ({ cells: cellsOf(line) })) } },
    '',
    `What dominates: ${dearest.what} (${dearest.service}), ${share} % of it.`,
    ...grown.map(
      ({ times, estimate: more }) =>
        `With ${times.toLocaleString('en')} times the series: about ${dollars(more.total)}; most of it ${more.lines[0].what} (${more.lines[0].service}).`,
    ),
    '',
    'Counted in local runs of the demo with 4 and 40 series; other numbers of series are on the line through the two. ' +
      `Seconds are a laptop's, and each job is billed ${JOB_START_SECONDS} s more for its start. ` +
      'Left out: free tiers, data transfer, KMS requests, messages, traces, schedules, what S3 moves to cold storage.',
    'Metrics as if they were told every hour: CloudWatch bills the hours in which they are, and an environment that looks once a week pays for few of them.',
  ];
}

function cellsOf({ service, what, dataset, quantity, unit, dollars: amount }: CostLine): readonly string[] {
  return [service, what, dataset, rounded(quantity), unit, amount.toFixed(2)];
}

function dollars(amount: number): string {
  return `$${amount.toFixed(amount < 100 ? 2 : 0)}`;
}

function rounded(quantity: number): string {
  return quantity < 10 ? String(Number(quantity.toPrecision(2))) : Math.round(quantity).toLocaleString('en');
}
