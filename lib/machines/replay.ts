import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { Machine } from './machine.ts';
import type { MachineSetting } from './machine.ts';

export interface ReplayProps extends MachineSetting {
  readonly pipeline: Machine;
}

/** `{ dataset, runId?, windows?, policy? }` -> `{ replayUri }`; everything that it starts runs within it. */
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
          }),
        )
        .next(
          flow.forEach('Live through every window', {
            items: '$states.input.windows',
            // One after the other, as history went: a later window may use what an earlier one delivered.
            maxConcurrency: 1,
            each: (inner) =>
              inner.child('Run the pipeline', {
                machine: pipeline,
                name: '$states.input.runId',
                input: {
                  dataset: '$dataset',
                  runId: '$states.input.runId',
                  policy: '$asked.policy',
                  window: "{ 'train': $states.input.train, 'evaluate': $states.input.evaluate }",
                },
              }),
          }),
        )
        .next(
          flow.step('Collect the results', 'collect-replay', {
            input: { dataset: '$dataset', replayId: '$runId', runs: '$states.input' },
          }),
        ),
  });
}
