import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { STEP_RESULT } from './flow.ts';
import { record } from './jsonata.ts';
import { Machine } from './machine.ts';
import type { MachineSetting } from './machine.ts';

/** `{ dataset, runId?, forecastRunId, range?, mayBeEmpty?, policy? }` -> `{ data, scores }` */
export function evaluateMachine(scope: Construct, setting: MachineSetting): Machine {
  return new Machine(scope, 'evaluate', {
    ...setting,
    comment: 'Forecasts held against what came true',
    timeLimit: Duration.hours(3),
    define: (flow) =>
      flow
        .begin()
        .next(flow.bringUpToDate({ ingest: 'Ingest the actuals', transform: 'Transform the actuals' }))
        .next(
          flow.step('Score the forecasts', 'score', {
            input: {
              dataset: '$dataset',
              runId: '$runId',
              forecastRunId: '$asked.forecastRunId',
              silverVersion: '$data.silverVersion',
              range: '$data.range',
              counts: '$data.counts',
              policy: '$asked.policy',
              mayBeEmpty: '$asked.mayBeEmpty',
            },
            output: record({ data: '$data', scores: STEP_RESULT }),
          }),
        ),
  });
}
