import { describe, expect, it } from '@jest/globals';
import { METRIC_NAMES, PLATFORM_METRIC_NAMES } from '../../../core/contracts/published-metrics.ts';
import { embeddedMetrics } from '../../../core/monitor/embedded-metrics.ts';
import { run as measureAges } from '../../../lambdas/monitor/measure-ages.ts';
import { run as recordFailure } from '../../../lambdas/pipeline/record-failure.ts';
import { ENVIRONMENTS } from '../../../environments/index.ts';
import { HEALTHY, withFormer } from '../../core/monitor/support.ts';
import { world } from '../../lambdas/monitor/world.ts';
import { NAMES, resourcesOf, templateOf } from '../support.ts';
import type { Name } from '../support.ts';

interface Widget {
  readonly type: string;
  readonly properties: { readonly title: string; readonly metrics?: readonly (readonly unknown[])[] };
}

function widgetsOf(name: Name): readonly Widget[] {
  const [{ properties }] = resourcesOf(templateOf(name), 'AWS::CloudWatch::Dashboard');
  const { 'Fn::Join': join } = properties.DashboardBody as { readonly 'Fn::Join': [string, unknown[]] };
  const body = join[1].map((part) => (typeof part === 'string' ? part : 'REFERENCE')).join('');
  return (JSON.parse(body) as { readonly widgets: readonly Widget[] }).widgets;
}

const shownOf = (name: Name) =>
  widgetsOf(name).flatMap(({ properties: { metrics = [] } }) => metrics.map((metric) => metric.map(String)));

const FIGURES = { namespace: 'F', dataset: 'weather', violations: [], atMs: 0 };

/** The names of all metrics that steps publish when they have something to say of everything. */
async function emitted(): Promise<ReadonlySet<string>> {
  const { ports } = await world();
  await measureAges({ dataset: 'weather' }, ports);
  await recordFailure({ dataset: 'weather', runId: 'r', machine: 'train', error: 'E', cause: 'c', told: false }, ports);
  const window = { ...withFormer(HEALTHY, 9), refused: { version: 6, rmse: 7, joined: 30 } };
  const outlook = { asOf: '2024-06-30', ahead: 3, end: '2024-07-03', horizon: 30, isRunningOut: false };
  const look = embeddedMetrics({ ...FIGURES, window, outlook, present: { newPeriods: 1, holding: [] } });
  const documents = [...ports.published, look].map(
    (line) => JSON.parse(line) as { _aws: { CloudWatchMetrics: { Metrics: { Name: string }[] }[] } },
  );
  return new Set(
    documents.flatMap(({ _aws }) => _aws.CloudWatchMetrics.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name))),
  );
}

/** What AWS publishes of itself: https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html and the billing guide. */
const OF_AWS: Readonly<Record<string, readonly string[]>> = {
  'AWS/States': ['ExecutionsFailed', 'ExecutionTime'],
  'AWS/Billing': ['EstimatedCharges'],
};

describe('the dashboard', () => {
  it('knows every metric that a step publishes, and no others', async () => {
    const names = [...Object.values(METRIC_NAMES), ...Object.values(PLATFORM_METRIC_NAMES)];
    expect([...(await emitted())].sort()).toEqual([...names].sort());
  });

  it.each(NAMES)('of %s shows nothing that nobody publishes', async (name) => {
    const names = await emitted();
    const shown = shownOf(name);
    expect(shown.length).toBeGreaterThan(30);
    for (const [namespace, metric, dimension, value] of shown) {
      if (namespace === `Forecasting/forecasting-${name}`) {
        expect(names).toContain(metric);
        expect(dimension).toBe('dataset');
        expect(ENVIRONMENTS[name].datasets).toContain(value);
      } else expect(OF_AWS[namespace]).toContain(metric);
    }
  });

  it('shows alarms, machines, cost, accuracy against the naive, data, what was found, versions and ages', () => {
    expect(widgetsOf('prod').map(({ type, properties: { title } }) => `${type}: ${title}`)).toEqual([
      'alarm: Alarms',
      'metric: Executions that failed',
      'metric: How long executions took, ms',
      'metric: Cost of the account this month, USD',
      'metric: weather: error in force, against the naive',
      'metric: weather: skill, coverage and bias',
      'metric: weather: data quality',
      'metric: weather: what came new, and what forecasts are left',
      'metric: weather: what looks found',
      'metric: weather: version in Production, moves, age of the model in days and of the last look in hours',
      'metric: weather: versions and promotions',
    ]);
  });
});
