import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { CHILD_RESULT } from './flow.ts';
import { Machine } from './machine.ts';
import type { MachineSetting } from './machine.ts';

export interface PipelineProps extends MachineSetting {
  readonly train: Machine;
  readonly forecast: Machine;
  readonly evaluate: Machine;
}

/** `{ dataset, runId?, window: { train, evaluate } }` -> `{ runId, recordUri }` */
export function pipelineMachine(scope: Construct, props: PipelineProps): Machine {
  const { train, forecast, evaluate, ...setting } = props;
  return new Machine(scope, 'pipeline', {
    ...setting,
    comment: 'One window of time, lived through: learn, forecast, see what came true',
    timeLimit: [train, forecast, evaluate].reduce((sum, { timeLimit }) => sum.plus(timeLimit), Duration.hours(1)),
    define: (flow) =>
      flow
        .begin()
        .next(
          flow.child('Train the candidates', {
            machine: train,
            name: '$runId',
            input: {
              dataset: '$dataset',
              runId: '$runId',
              range: '$asked.window.train',
            },
            assign: { train: CHILD_RESULT },
          }),
        )
        .next(
          flow.child('Forecast with the new version', {
            machine: forecast,
            name: '$runId',
            input: {
              dataset: '$dataset',
              runId: '$runId',
              modelVersion: '$train.registration.modelVersion',
            },
            assign: { forecast: CHILD_RESULT },
          }),
        )
        .next(
          flow.child('Evaluate against what came true', {
            machine: evaluate,
            name: '$runId',
            input: {
              dataset: '$dataset',
              runId: '$runId',
              forecastRunId: '$runId',
              range: "{ 'start': $asked.window.train.start, 'end': $asked.window.evaluate.end }",
            },
            assign: { evaluate: CHILD_RESULT },
          }),
        )
        .next(
          flow.step('Record the run', 'record-run', {
            input: {
              dataset: '$dataset',
              runId: '$runId',
              execution: '$states.context.Execution.Id',
              window: '$asked.window',
              train: '$train',
              forecast: '$forecast',
              evaluate: '$evaluate',
            },
          }),
        ),
  });
}
