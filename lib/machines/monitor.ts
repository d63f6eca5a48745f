import type { IChainable } from 'aws-cdk-lib/aws-stepfunctions';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import type { Flow } from './flow.ts';
import { STEP_RESULT } from './flow.ts';
import { Machine } from './machine.ts';
import type { MachineSetting } from './machine.ts';

export interface MonitorProps extends MachineSetting {
  readonly retrain: Machine;
  readonly rollBack: Machine;
  readonly forecast: Machine;
  readonly retraining: PlatformEnvironment['retraining'];
}

const WHO = "'the monitor'";

/** `{ dataset, runId?, range?, asOf? }` -> `{ asOf, action, before, version, forecastRunId }` */
export function monitorMachine(scope: Construct, props: MonitorProps): Machine {
  const { retrain, rollBack, forecast, retraining, ...setting } = props;
  return new Machine(scope, 'monitor', {
    ...setting,
    comment: 'Looks at what came true, and acts on it: nothing, retrain, or roll back',
    timeLimit: [retrain, rollBack, forecast].reduce((sum, { timeLimit }) => sum.plus(timeLimit), Duration.hours(3)),
    define: (flow) =>
      flow
        .begin()
        .next(
          flow.bringUpToDate({
            ingest: 'Ingest the actuals',
            transform: 'Transform the actuals',
            assign: { asOf: `$exists($asked.asOf) ? $asked.asOf : ${STEP_RESULT}.lastObservation` },
          }),
        )
        .next(
          flow.step('Look at what came true', 'look', {
            input: {
              dataset: '$dataset',
              runId: '$runId',
              silverVersion: '$data.silverVersion',
              range: '$data.range',
              asOf: '$asOf',
              at: "$exists($asked.asOf) ? 'past' : 'present'",
              retraining: `'${retraining}'`,
            },
            assign: { action: `${STEP_RESULT}.action`, version: `${STEP_RESULT}.version` },
          }),
        )
        .next(
          flow.choice('Is it time to act?', "$action.kind != 'nothing'", {
            yes: act(flow, { retrain, rollBack, forecast }),
          }),
        )
        .next(
          flow.step('Record what was done', 'record-action', {
            input: { dataset: '$dataset', runId: '$runId', asOf: '$asOf', action: '$action', version: '$version' },
          }),
        ),
  });
}

type Children = Pick<MonitorProps, 'retrain' | 'rollBack' | 'forecast'>;

/** Another version goes live, and from then on its forecasts are in force. */
function act(flow: Flow, { retrain, rollBack, forecast }: Children): IChainable {
  return flow
    .choice('Is a new version the cure?', "$action.kind = 'retrain'", {
      yes: flow.child('Train and promote', {
        machine: retrain,
        name: '$runId',
        input: { dataset: '$dataset', runId: '$runId', range: '$asked.range', asOf: '$asOf' },
      }),
      no: flow.child('Roll back', {
        machine: rollBack,
        name: '$runId',
        input: {
          dataset: '$dataset',
          runId: '$runId',
          to: '$action.to',
          by: WHO,
          reason: "$join($action.reasons, '; ')",
        },
      }),
    })
    .next(
      flow.child('Forecast with what is in Production now', {
        machine: forecast,
        name: '$runId',
        input: { dataset: '$dataset', runId: '$runId', modelVersion: "'production'", after: '$asOf' },
      }),
    );
}
