import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { Machine } from './machine.ts';
import type { MachineSetting } from './machine.ts';

/** `{ dataset, runId?, delivery, ruling, by, reason }` -> the ruling, as it is kept */
export function ruleMachine(scope: Construct, setting: MachineSetting): Machine {
  return new Machine(scope, 'rule', {
    ...setting,
    comment: 'A delivery is withdrawn, restored, or accepted: what is read of it from now on',
    timeLimit: Duration.hours(1),
    define: (flow) =>
      flow.begin().next(
        flow.step('Rule on the delivery', 'rule', {
          input: {
            dataset: '$dataset',
            runId: '$runId',
            delivery: '$asked.delivery',
            ruling: '$asked.ruling',
            by: '$asked.by',
            reason: '$asked.reason',
          },
        }),
      ),
  });
}
