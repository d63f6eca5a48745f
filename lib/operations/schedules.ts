import { Schedule, ScheduleExpression, ScheduleGroup, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import { RemovalPolicy, Stack, TimeZone } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import type { Machines } from '../machines/machines.ts';

type Scheduled = keyof PlatformEnvironment['schedules'];

const SCHEDULED = ['retrain', 'forecast', 'monitor', 'replay'] as const satisfies Scheduled[];

/** What a machine is asked for on a schedule, beside the data set. */
const REQUESTS: Readonly<Record<Scheduled, Readonly<Record<string, string>>>> = {
  retrain: {},
  forecast: { modelVersion: 'production' },
  monitor: {},
  replay: {},
};

export interface SchedulesProps {
  readonly machines: Machines;
  readonly schedules: PlatformEnvironment['schedules'];
  readonly datasets: readonly string[];
}

/** Starts machines by the clock, in UTC, once for each data set. */
export class Schedules extends Construct {
  constructor(scope: Construct, id: string, { machines, schedules, datasets }: SchedulesProps) {
    super(scope, id);
    const asked = SCHEDULED.filter((machine) => schedules[machine] !== 'off');
    if (asked.length === 0) return;
    // A schedule has no tags; its group has, and shows what belongs together.
    const scheduleGroup = new ScheduleGroup(this, 'Group', {
      scheduleGroupName: Stack.of(this).stackName,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    for (const machine of asked) {
      for (const dataset of datasets) {
        const input = ScheduleTargetInput.fromObject({ dataset, ...REQUESTS[machine] });
        new Schedule(this, `${machine}-${dataset}`, {
          scheduleGroup,
          description: `Runs the machine ${machine} for the data set ${dataset}`,
          schedule: ScheduleExpression.expression(schedules[machine], TimeZone.ETC_UTC),
          target: new StepFunctionsStartExecution(machines[machine].stateMachine, { input }),
        });
      }
    }
  }
}
