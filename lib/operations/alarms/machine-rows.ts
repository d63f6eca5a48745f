import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { MetricProps } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { PLATFORM_METRIC_NAMES } from '../../../core/contracts/published-metrics.ts';
import type { MachineName } from '../../../core/contracts/machine-inputs.ts';
import type { Machine } from '../../machines/machine.ts';
import type { Machines } from '../../machines/machines.ts';
import type { consoleOf } from '../console.ts';
import type { AlarmRow } from './row.ts';

/** What a schedule, a delivery or a pipeline starts, and nobody sits before. The others are started by these, and fail with them. */
export const STARTED_BY_NOBODY = [
  'retrain',
  'forecast',
  'monitor',
  'pipeline',
  'replay',
  'smoke',
  'receive',
] as const satisfies MachineName[];

/** Their time is computation alone: the others wait for people, or for these. */
const COMPUTING = ['train', 'forecast'] as const satisfies MachineName[];

const FIVE_MINUTES = Duration.minutes(5);

export interface MachineRowsProps {
  readonly machines: Machines;
  readonly namespace: string;
  readonly console: ReturnType<typeof consoleOf>;
}

/** By the name of their metric, of one machine each. */
export function endRows({ machines, console }: Omit<MachineRowsProps, 'namespace'>): readonly AlarmRow[] {
  const ends = [
    ['A machine failed', 'ExecutionsFailed'],
    ['A machine timed out', 'ExecutionsTimedOut'],
  ] as const;
  return STARTED_BY_NOBODY.flatMap((name) =>
    ends.map(([heading, metricName]): AlarmRow => {
      const { stateMachineArn } = machines[name].stateMachine;
      const dimensionsMap = { StateMachineArn: stateMachineArn };
      const counted = { namespace: 'AWS/States', metricName, dimensionsMap };
      return onceRow({ heading, of: name, counted, look: console.executions(stateMachineArn) });
    }),
  );
}

/** Red while a message of a failure has just gone out. */
export function toldRow({ namespace, console }: Omit<MachineRowsProps, 'machines'>): AlarmRow {
  const counted = { namespace, metricName: PLATFORM_METRIC_NAMES.failuresTold };
  return onceRow({ heading: 'A machine failed', of: 'people were told', counted, look: console.machines() });
}

interface Once extends Pick<AlarmRow, 'heading' | 'of' | 'look'> {
  readonly counted: Pick<MetricProps, 'namespace' | 'metricName' | 'dimensionsMap'>;
}

/** Red by a single one, which people are told of by a message. */
function onceRow({ counted, ...row }: Once): AlarmRow {
  const metric = new Metric({ ...counted, statistic: Stats.SUM, period: FIVE_MINUTES });
  return { ...row, metric, is: '>=', than: 1, periods: 1, silence: 'fine', told: 'message' };
}

export function paceRows({ machines, console }: Omit<MachineRowsProps, 'namespace'>): readonly AlarmRow[] {
  const throttled: AlarmRow = {
    heading: 'Executions are throttled',
    // Of the whole account: the limit is the account's.
    metric: new Metric({
      namespace: 'AWS/States',
      metricName: 'ThrottledEvents',
      dimensionsMap: { ServiceMetric: 'StateTransition' },
      statistic: Stats.SUM,
      period: FIVE_MINUTES,
    }),
    is: '>=',
    than: 1,
    periods: 3,
    silence: 'fine',
    told: 'alarm',
    look: console.quotas('states'),
  };
  return [throttled, ...COMPUTING.map((name) => slowRow(name, machines[name], console))];
}

function slowRow(
  name: MachineName,
  { stateMachine: { stateMachineArn }, timeLimit }: Machine,
  console: MachineRowsProps['console'],
): AlarmRow {
  return {
    heading: 'A machine takes long',
    of: name,
    metric: new Metric({
      namespace: 'AWS/States',
      metricName: 'ExecutionTime',
      dimensionsMap: { StateMachineArn: stateMachineArn },
      statistic: Stats.MAXIMUM,
      period: Duration.hours(1),
    }),
    is: '>',
    // Half of what ends it: there is time to act before it fails.
    than: timeLimit.toMilliseconds() / 2,
    periods: 1,
    silence: 'fine',
    told: 'alarm',
    look: console.executions(stateMachineArn),
  };
}
