import type { IChainable } from 'aws-cdk-lib/aws-stepfunctions';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Flow } from './flow.ts';
import { CHILD_RESULT, STEP_RESULT } from './flow.ts';
import { Machine } from './machine.ts';
import type { MachineSetting } from './machine.ts';
import { POLICY, refuseOtherPolicies } from './policy.ts';

interface Children {
  readonly retrain: Machine;
  readonly forecast: Machine;
  readonly evaluate: Machine;
  readonly monitor: Machine;
}

export type PipelineProps = MachineSetting & Children;

const RUN = { dataset: '$dataset', runId: '$runId' };

/** `{ dataset, runId?, policy?, window: { train, evaluate } }` -> `{ runId, recordUri }` */
export function pipelineMachine(scope: Construct, props: PipelineProps): Machine {
  const { retrain, forecast, evaluate, monitor, ...setting } = props;
  return new Machine(scope, 'pipeline', {
    ...setting,
    comment: 'One window of time, lived through: learn, promote, forecast, watch, see what came true',
    timeLimit: Duration.days(30),
    define: (flow) =>
      flow
        .begin('pipeline')
        .next(refuseOtherPolicies(flow))
        .next(
          flow.child('Train and promote', {
            machine: retrain,
            name: '$runId',
            input: {
              ...RUN,
              range: '$asked.window.train',
              asOf: '$asked.window.train.end',
              policy: '$asked.policy',
            },
            assign: { train: `${CHILD_RESULT}.train`, promote: `${CHILD_RESULT}.promote` },
          }),
        )
        .next(
          flow.child('Forecast with the new version', {
            machine: forecast,
            name: '$runId',
            input: {
              ...RUN,
              modelVersion: '$train.registration.modelVersion',
              after: '$train.data.lastObservation',
              reaching: '$asked.window.train.end',
            },
            // Until the window has been lived through; null where nothing is in Production.
            assign: { forecast: CHILD_RESULT, live: 'null' },
          }),
        )
        .next(
          flow.choice('Is a version in Production?', '$promote.production != null', {
            yes: live(flow, { forecast, monitor }),
          }),
        )
        .next(
          flow.child('Evaluate against what came true', {
            machine: evaluate,
            name: '$runId',
            input: {
              ...RUN,
              forecastRunId: '$runId',
              range: "{ 'start': $asked.window.train.start, 'end': $asked.window.evaluate.end }",
              mayBeEmpty: 'true',
              policy: '$asked.policy',
            },
            assign: { evaluate: CHILD_RESULT },
          }),
        )
        .next(
          flow.step('Record the run', 'record-run', {
            input: {
              ...RUN,
              execution: '$states.context.Execution.Id',
              window: '$asked.window',
              policy: POLICY,
              live: '$live',
              train: '$train',
              promote: '$promote',
              forecast: '$forecast',
              evaluate: '$evaluate',
            },
          }),
        ),
  });
}

/** The window as production lives through it: forecasted, then watched from evaluation date to evaluation date. */
function live(flow: Flow, { forecast, monitor }: Pick<Children, 'forecast' | 'monitor'>): IChainable {
  return flow
    .child('Forecast with what is in Production', {
      machine: forecast,
      name: "$runId & '-live'",
      input: {
        dataset: '$dataset',
        runId: "$runId & '-live'",
        modelVersion: "'production'",
        after: '$train.data.lastObservation',
        reaching: '$asked.window.train.end',
      },
    })
    .next(
      flow.step('Plan the evaluation dates', 'plan-looks', {
        input: { ...RUN, window: '$asked.window', policy: POLICY, production: '$promote.production' },
        assign: { plan: STEP_RESULT },
      }),
    )
    .next(flow.forEach('Watch it through the window', { items: '$plan.looks', maxConcurrency: 1, each: look(monitor) }))
    .next(
      flow.remember('Keep what the monitor did', {
        live: "{ 'version': $promote.production, 'forecastRunId': $runId & '-live', 'looks': [$states.input] }",
      }),
    );
}

function look(monitor: Machine): (inner: Flow) => IChainable {
  return (inner) =>
    inner.child('Look and act', {
      machine: monitor,
      name: '$states.input.runId',
      input: {
        dataset: '$dataset',
        runId: '$states.input.runId',
        range: '$states.input.range',
        asOf: '$states.input.asOf',
        acts: '$states.input.acts',
        policy: '$asked.policy',
      },
    });
}
