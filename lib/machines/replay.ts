import type { IChainable } from 'aws-cdk-lib/aws-stepfunctions';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ERROR_NAMES } from '../../core/contracts/errors.ts';
import { type Flow, STEP_RESULT } from './flow.ts';
import { Machine } from './machine.ts';
import type { MachineSetting } from './machine.ts';

export interface ReplayProps extends MachineSetting {
  readonly pipeline: Machine;
}

/** Of each failed window: the whole of it stands in the failure record. */
const CAUSE_CHARACTERS = 1000;

/** `{ dataset, runId?, windows?, policy? }` -> `{ replayUri }`; everything that it starts runs within it. A window that fails is recorded, and history goes on. */
export function replayMachine(scope: Construct, { pipeline, ...setting }: ReplayProps): Machine {
  return new Machine(scope, 'replay', {
    ...setting,
    comment: 'The pipeline over sliding windows of history',
    timeLimit: Duration.days(90),
    define: (flow) =>
      flow
        .begin('replay')
        .next(
          flow.step('Plan the windows', 'plan-windows', {
            input: { dataset: '$dataset', replayId: '$runId', windows: '$asked.windows' },
            assign: { skipped: `${STEP_RESULT}.skipped` },
          }),
        )
        .next(
          flow.forEach('Live through every window', {
            items: '$states.input.windows',
            // One after the other, as history went: a later window may use what an earlier one delivered.
            maxConcurrency: 1,
            each: (inner) => window(inner, pipeline),
          }),
        )
        .next(
          flow.step('Collect the results', 'collect-replay', {
            input: { dataset: '$dataset', replayId: '$runId', runs: '$states.input', skipped: '$skipped' },
          }),
        )
        .next(
          flow.choice('Did every window run?', '$states.input.failure = null', {
            yes: flow.put('Say where the results are', "{ 'replayUri': $states.input.replayUri }"),
            no: flow.refuse('Say which windows failed', {
              Error: `'${ERROR_NAMES.windowsFailed}'`,
              Cause: '$states.input.failure',
            }),
          }),
        ),
  });
}

function window(inner: Flow, pipeline: Machine): IChainable {
  const span = "'train': $states.input.train, 'evaluate': $states.input.evaluate";
  return inner.child('Run the pipeline', {
    machine: pipeline,
    name: '$states.input.runId',
    input: {
      dataset: '$dataset',
      runId: '$states.input.runId',
      policy: '$asked.policy',
      window: `{ ${span} }`,
    },
    failed: inner.put(
      'Keep why the window failed',
      `{ 'runId': $states.input.runId, ${span}, 'error': $states.input.failure.Error, 'cause': $substring($states.input.failure.Cause, 0, ${CAUSE_CHARACTERS}) }`,
    ),
  });
}
