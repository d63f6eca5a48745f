import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { CHILD_RESULT } from './flow.ts';
import { record } from './jsonata.ts';
import { Machine } from './machine.ts';
import type { MachineSetting } from './machine.ts';
import { refuseOtherPolicies } from './policy.ts';

export interface RetrainProps extends MachineSetting {
  readonly train: Machine;
  readonly promote: Machine;
}

/** `{ dataset, runId?, range?, asOf?, policy? }` -> `{ train, promote }`, what the two machines put out */
export function retrainMachine(scope: Construct, { train, promote, ...setting }: RetrainProps): Machine {
  return new Machine(scope, 'retrain', {
    ...setting,
    comment: 'A new version is trained, and goes live if it deserves it',
    timeLimit: train.timeLimit.plus(promote.timeLimit).plus(Duration.hours(1)),
    define: (flow) =>
      flow
        .begin()
        .next(refuseOtherPolicies(flow))
        .next(
          flow.child('Train the candidates', {
            machine: train,
            name: '$runId',
            input: { dataset: '$dataset', runId: '$runId', range: '$asked.range' },
            assign: { train: CHILD_RESULT },
          }),
        )
        .next(
          flow.child('Promote it if it deserves it', {
            machine: promote,
            name: '$runId',
            input: {
              dataset: '$dataset',
              runId: '$runId',
              modelVersion: '$train.registration.modelVersion',
              asOf: '$asked.asOf',
              policy: '$asked.policy',
            },
            output: record({ train: '$train', promote: CHILD_RESULT }),
          }),
        ),
  });
}
