import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { Machine } from './machine.ts';
import type { MachineSetting } from './machine.ts';

/** `{ dataset, runId?, to?, release?, by, reason }` -> `{ from, to, revision }` */
export function rollBackMachine(scope: Construct, setting: MachineSetting): Machine {
  return new Machine(scope, 'roll-back', {
    ...setting,
    comment: 'Production goes back to a version that was there before, and refreshes are held; or they are released',
    timeLimit: Duration.hours(1),
    define: (flow) =>
      flow.begin().next(
        flow.step('Move Production back', 'roll-back', {
          input: {
            dataset: '$dataset',
            runId: '$runId',
            to: '$asked.to',
            release: '$asked.release',
            by: '$asked.by',
            reason: '$asked.reason',
          },
        }),
      ),
  });
}
