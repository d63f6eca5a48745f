import {
  Alarm,
  AlarmRule,
  AlarmState,
  ComparisonOperator,
  CompositeAlarm,
  type IAlarm,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { alarmPrefix, dashboardName, metricNamespace } from '../../../core/contracts/names.ts';
import { DATASETS } from '../../../datasets/index.ts';
import type { PlatformEnvironment } from '../../../environments/environment.ts';
import type { Machines } from '../../machines/machines.ts';
import { consoleOf } from '../console.ts';
import type { Notifications } from '../notifications.ts';
import { datasetRows } from './dataset-rows.ts';
import { endRows, paceRows, toldRow } from './machine-rows.ts';
import type { AlarmRow } from './row.ts';

export interface AlarmsProps {
  readonly machines: Machines;
  readonly notifications: Notifications;
  /** Of the schedules; undefined where there are none. */
  readonly deadLetters: IQueue | undefined;
  readonly environment: Pick<PlatformEnvironment, 'datasets' | 'schedules' | 'operations'>;
}

const COMPARISONS = {
  '>=': ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  '>': ComparisonOperator.GREATER_THAN_THRESHOLD,
  '<': ComparisonOperator.LESS_THAN_THRESHOLD,
} as const satisfies Record<AlarmRow['is'], ComparisonOperator>;

const SILENCE = {
  fine: TreatMissingData.NOT_BREACHING,
  red: TreatMissingData.BREACHING,
  'no news': TreatMissingData.IGNORE,
} as const satisfies Record<AlarmRow['silence'], TreatMissingData>;

/** An execution's end, and the message that a step before it sent, come to CloudWatch at different times. */
const UNTIL_TOLD = Duration.minutes(10);

/** Everything that people must hear of and that no message tells, and the lights of the dashboard. docs/runbook.md has a heading for each. */
export class Alarms extends Construct {
  readonly all: readonly IAlarm[];
  private readonly prefix: string;
  private readonly notifications: Notifications;

  constructor(scope: Construct, id: string, { machines, notifications, deadLetters, environment }: AlarmsProps) {
    super(scope, id);
    const stack = Stack.of(this);
    this.prefix = alarmPrefix(stack.stackName);
    this.notifications = notifications;
    const console = consoleOf(stack);
    const namespace = metricNamespace(stack.stackName);
    const dashboard = console.dashboard(dashboardName(stack.stackName));
    const { schedules, operations } = environment;
    const datasets = DATASETS.filter(({ name }) => environment.datasets.includes(name));
    const ends = endRows({ machines, console }).map((row) => this.add(row));
    const told = this.add(toldRow({ namespace, console }));
    const others = [
      ...paceRows({ machines, console }),
      ...(deadLetters === undefined ? [] : [deadLetterRow(deadLetters, console)]),
      ...datasets.flatMap((dataset) => datasetRows({ dataset, namespace, dashboard, schedules, operations })),
    ].map((row) => this.add(row));
    const untold = this.addUntold({ ends, told, look: console.machines() });
    this.all = [...ends, told, untold, ...others];
  }

  private add(row: AlarmRow): Alarm {
    const alarm = new Alarm(this, [row.heading, row.of].filter((part) => part !== undefined).join(' - '), {
      alarmName: this.nameOf(row),
      alarmDescription: describe(row),
      metric: row.metric,
      comparisonOperator: COMPARISONS[row.is],
      threshold: row.than,
      evaluationPeriods: row.periods,
      treatMissingData: SILENCE[row.silence],
    });
    if (row.told === 'alarm') this.notifications.tellOf(alarm);
    return alarm;
  }

  /**
   * A machine that fails tells people itself, in more words than an alarm has. Told of here is what could not: an execution that timed out,
   * an error that none of its states could catch, a failure whose record failed.
   */
  private addUntold({ ends, told, look }: { ends: readonly Alarm[]; told: Alarm; look: string }): CompositeAlarm {
    const heading = 'A failure was told to nobody';
    const alarm = new CompositeAlarm(this, heading, {
      compositeAlarmName: this.nameOf({ heading }),
      alarmDescription: describe({ heading, look }),
      alarmRule: AlarmRule.anyOf(...ends.map((end) => AlarmRule.fromAlarm(end, AlarmState.ALARM))),
      actionsSuppressor: told,
      actionsSuppressorWaitPeriod: UNTIL_TOLD,
      actionsSuppressorExtensionPeriod: UNTIL_TOLD,
    });
    this.notifications.tellOf(alarm);
    return alarm;
  }

  private nameOf({ heading, of }: Pick<AlarmRow, 'heading' | 'of'>): string {
    return `${this.prefix}${heading}${of === undefined ? '' : `: ${of}`}`;
  }
}

/** What could not be started although it was tried for a day. */
function deadLetterRow(queue: IQueue, console: ReturnType<typeof consoleOf>): AlarmRow {
  return {
    heading: 'A schedule could not start its machine',
    metric: new Metric({
      namespace: 'AWS/SQS',
      metricName: 'ApproximateNumberOfMessagesVisible',
      dimensionsMap: { QueueName: queue.queueName },
      statistic: Stats.MAXIMUM,
      period: Duration.minutes(5),
    }),
    is: '>=',
    than: 1,
    periods: 1,
    // SQS reports of a queue that holds messages, and falls silent over one that has been empty for hours.
    silence: 'fine',
    told: 'alarm',
    look: console.queue(queue.queueName),
  };
}

/** For a person who reads it in a mail: where to look, and where it says what to do. */
function describe({ heading, look }: Pick<AlarmRow, 'heading' | 'look'>): string {
  const anchor = heading.toLowerCase().replaceAll(' ', '-');
  return `Runbook: docs/runbook.md#${anchor}\nLook: ${look}`;
}
