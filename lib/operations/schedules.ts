import { Schedule, ScheduleExpression, ScheduleGroup, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import type { IScheduleTarget } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke, StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { RemovalPolicy, Stack, TimeZone } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import type { Machines } from '../machines/machines.ts';
import type { Steps } from '../steps/steps.ts';
import { newDeadLetters } from './dead-letters.ts';
import { HOURS_BETWEEN_MEASUREMENTS } from './alarms/dataset-rows.ts';

type Scheduled = keyof PlatformEnvironment['schedules'];

const SCHEDULED = ['retrain', 'forecast', 'monitor', 'replay', 'maintain'] as const satisfies Scheduled[];

/** What a machine is asked for on a schedule, beside the data set. */
const requestsOf = ({
  scheduled,
}: PlatformEnvironment['maintenance']): Readonly<Record<Scheduled, Readonly<Record<string, string | boolean>>>> => ({
  retrain: {},
  forecast: { modelVersion: 'production' },
  monitor: {},
  replay: {},
  maintain: { dryRun: scheduled === 'lists' },
});

export interface SchedulesProps {
  readonly machines: Machines;
  readonly steps: Steps;
  readonly schedules: PlatformEnvironment['schedules'];
  readonly maintenance: PlatformEnvironment['maintenance'];
  readonly datasets: readonly string[];
}

interface Start {
  readonly description: string;
  readonly when: string;
  readonly target: IScheduleTarget;
}

const MEASURED = `cron(0 0/${HOURS_BETWEEN_MEASUREMENTS} * * ? *)`;

/** Starts machines by the clock, in UTC, once for each data set; and measures how long ago they looked. */
export class Schedules extends Construct {
  /** What could not be started within a day; undefined where nothing is started. */
  readonly deadLetters: Queue | undefined;

  constructor(scope: Construct, id: string, { machines, steps, schedules, maintenance, datasets }: SchedulesProps) {
    super(scope, id);
    const asked = SCHEDULED.filter((machine) => schedules[machine] !== 'off');
    if (asked.length === 0) return;
    const requests = requestsOf(maintenance);
    // A schedule has no tags; its group has, and shows what belongs together.
    const scheduleGroup = new ScheduleGroup(this, 'Group', {
      scheduleGroupName: Stack.of(this).stackName,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const deadLetterQueue = newDeadLetters(this);
    this.deadLetters = deadLetterQueue;
    const start = (id: string, { when, ...props }: Start) => {
      const schedule = ScheduleExpression.expression(when, TimeZone.ETC_UTC);
      new Schedule(this, id, { scheduleGroup, schedule, ...props });
    };
    for (const machine of asked) {
      for (const dataset of datasets) {
        const input = ScheduleTargetInput.fromObject({ dataset, ...requests[machine] });
        const target = new StepFunctionsStartExecution(machines[machine].stateMachine, { input, deadLetterQueue });
        const description = `Runs the machine ${machine} for the data set ${dataset}`;
        start(`${machine}-${dataset}`, { description, when: schedules[machine], target });
      }
    }
    if (schedules.monitor === 'off') return;
    for (const dataset of datasets) {
      const input = ScheduleTargetInput.fromObject({ dataset });
      const target = new LambdaInvoke(steps.of('measure-ages'), { input, deadLetterQueue });
      const description = `Measures how old the last look and the model of the data set ${dataset} are`;
      start(`ages-${dataset}`, { description, when: MEASURED, target });
    }
  }
}
