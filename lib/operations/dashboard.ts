import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  Metric,
  SingleValueWidget,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IAlarm, IMetric, IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { dashboardName, metricNamespace } from '../../core/contracts/names.ts';
import type { DatasetMetric } from '../../core/contracts/published-metrics.ts';
import type { Machines } from '../machines/machines.ts';
import { metricOf } from './alarms/dataset-rows.ts';
import { STARTED_BY_NOBODY } from './alarms/machine-rows.ts';

export interface DashboardProps {
  readonly machines: Machines;
  readonly alarms: readonly IAlarm[];
  readonly datasets: readonly string[];
}

/** Of 24 columns. */
const HALF = 12;
const THIRD = 8;

/** Looks come once a week: three months show a dozen of them. */
const SHOWN = Duration.days(90);

/** One page of an environment: what is red, how the machines do, and a row of figures for each data set. */
export function addDashboard(scope: Construct, { machines, alarms, datasets }: DashboardProps): void {
  const { stackName } = Stack.of(scope);
  const dashboard = new Dashboard(scope, 'Dashboard', {
    dashboardName: dashboardName(stackName),
    defaultInterval: SHOWN,
  });
  dashboard.addWidgets(
    new AlarmStatusWidget({
      title: 'Alarms',
      alarms: [...alarms],
      width: 2 * HALF,
      height: 2 + Math.ceil(alarms.length / 4),
    }),
  );
  dashboard.addWidgets(...machineWidgets(machines), costWidget());
  const namespace = metricNamespace(stackName);
  for (const dataset of datasets) for (const row of datasetRows(dataset, namespace)) dashboard.addWidgets(...row);
}

function machineWidgets(machines: Machines): readonly IWidget[] {
  const ofEach = (metricName: string, statistic: string): IMetric[] =>
    STARTED_BY_NOBODY.map(
      (name) =>
        new Metric({
          namespace: 'AWS/States',
          metricName,
          dimensionsMap: { StateMachineArn: machines[name].stateMachine.stateMachineArn },
          label: name,
          statistic,
          period: Duration.days(1),
        }),
    );
  const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, left, width: THIRD });
  return [
    graph('Executions that failed', ofEach('ExecutionsFailed', Stats.SUM)),
    graph('How long executions took, ms', ofEach('ExecutionTime', Stats.MAXIMUM)),
  ];
}

/** AWS publishes it in one region only, where an account's owner has switched billing alerts on. */
function costWidget(): IWidget {
  const charges = new Metric({
    namespace: 'AWS/Billing',
    metricName: 'EstimatedCharges',
    dimensionsMap: { Currency: 'USD' },
    region: 'us-east-1',
    statistic: Stats.MAXIMUM,
    period: Duration.days(1),
  });
  return new GraphWidget({ title: 'Cost of the account this month, USD', left: [charges], width: THIRD });
}

function datasetRows(dataset: string, namespace: string): readonly (readonly IWidget[])[] {
  const setting = { dataset: { name: dataset }, namespace, period: Duration.days(1) };
  const all = (...names: readonly DatasetMetric[]): IMetric[] => names.map((name) => metricOf(name, setting));
  const graph = (title: string, width: number, ...names: readonly DatasetMetric[]) =>
    new GraphWidget({ title: `${dataset}: ${title}`, left: all(...names), width });
  return [
    [
      graph(
        'error in force, against the naive',
        HALF,
        'rmse',
        'naiveRmse',
        'promisedRmse',
        'refusedRmse',
        'formerRmse',
      ),
      graph('skill, coverage and bias', HALF, 'skill', 'coverage', 'bias'),
    ],
    [
      graph('data quality', THIRD, 'quarantineShare', 'missingShare', 'stabilityIndex'),
      graph('what came new, and what forecasts are left', THIRD, 'newPeriods', 'periodsAhead', 'joined'),
      graph('what looks found', THIRD, 'violations', 'inAlarm', 'unjudged', 'runningOut'),
    ],
    [
      new SingleValueWidget({
        title: `${dataset}: version in Production, moves, age of the model in days and of the last look in hours`,
        metrics: all('productionVersion', 'moves', 'modelAgeDays', 'lookAgeHours'),
        width: HALF,
      }),
      graph('versions and promotions', HALF, 'productionVersion', 'moves', 'modelAgeDays'),
    ],
  ];
}
