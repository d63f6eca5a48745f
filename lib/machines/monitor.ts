import type { IChainable } from 'aws-cdk-lib/aws-stepfunctions';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Environment } from '../../environments/environment.ts';
import type { Flow } from './flow.ts';
import { STEP_RESULT } from './flow.ts';
import { Machine } from './machine.ts';
import type { MachineSetting } from './machine.ts';

export interface MonitorProps extends MachineSetting {
  readonly retrain: Machine;
  readonly rollBack: Machine;
  readonly forecast: Machine;
  readonly retraining: Environment['retraining'];
}

const WHO = "'the monitor'";

/** `{ dataset, runId?, range?, asOf? }` -> `{ asOf, action, before, version, forecastRunId }` */
export function monitorMachine(scope: Construct, props: MonitorProps): Machine {
  const { retrain, rollBack, forecast, retraining, ...setting } = props;
  return new Machine(scope, 'monitor', {
    ...setting,
    comment: 'Looks at what came true, and acts on it: nothing, retrain, or roll back',
    timeLimit: [retrain, rollBack, forecast].reduce((sum, { timeLimit }) => sum.plus(timeLimit), Duration.hours(2)),
    define: (flow) =>
      flow
        .begin()
        .next(flow.step('Ingest the actuals', 'ingest', { input: { dataset: '$dataset' } }))
        .next(
          flow.step('Transform the actuals', 'transform', {
            input: { dataset: '$dataset', bronzeVersion: '$states.input.bronzeVersion', range: '$asked.range' },
            assign: {
              data: STEP_RESULT,
              asOf: `$exists($asked.asOf) ? $asked.asOf : ${STEP_RESULT}.lastObservation`,
            },
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
              retraining: `'${retraining}'`,
            },
            assign: { action: `${STEP_RESULT}.action`, version: `${STEP_RESULT}.version` },
          }),
        )
        .next(acted(flow, { retrain, rollBack, forecast })),
  });
}

type Children = Pick<MonitorProps, 'retrain' | 'rollBack' | 'forecast'>;

function acted(flow: Flow, { retrain, rollBack, forecast }: Children): IChainable {
  const record = flow.step('Record what was done', 'record-action', {
    input: { dataset: '$dataset', runId: '$runId', asOf: '$asOf', action: '$action', version: '$version' },
  });
  const renew = flow
    .child('Forecast with what is in Production now', {
      machine: forecast,
      name: '$runId',
      input: { dataset: '$dataset', runId: '$runId', modelVersion: "'production'", after: '$asOf' },
    })
    .next(record);
  const trained = flow
    .child('Train and promote', {
      machine: retrain,
      name: '$runId',
      input: { dataset: '$dataset', runId: '$runId', range: '$asked.range', asOf: '$asOf' },
    })
    .next(renew);
  const rolledBack = flow
    .child('Roll back', {
      machine: rollBack,
      name: '$runId',
      input: {
        dataset: '$dataset',
        runId: '$runId',
        to: '$action.to',
        by: WHO,
        reason: "$join($action.reasons, '; ')",
      },
    })
    .next(renew);
  return flow.choice('Is it time to act?', "$action.kind != 'nothing'", {
    yes: flow.choice('Is a new version the cure?', "$action.kind = 'retrain'", { yes: trained, no: rolledBack }),
    no: record,
  });
}
