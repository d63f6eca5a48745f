import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import { Machine } from './machine.ts';
import type { MachineSetting } from './machine.ts';

export interface MaintainProps extends MachineSetting {
  readonly maintenance: PlatformEnvironment['maintenance'];
}

/** `{ dataset, runId?, dryRun? }` -> what was deleted, or would be; nothing is, unless `dryRun` is false. */
export function maintainMachine(scope: Construct, { maintenance, ...setting }: MaintainProps): Machine {
  return new Machine(scope, 'maintain', {
    ...setting,
    comment: 'What no version of a table that stays readable needs is deleted, or listed',
    timeLimit: Duration.hours(2),
    define: (flow) =>
      flow.begin().next(
        flow.step('Clean up the tables', 'maintain', {
          input: {
            dataset: '$dataset',
            runId: '$runId',
            dryRun: '$asked.dryRun = false ? false : true',
            keepVersionsDays: String(maintenance.keepVersionsDays),
          },
        }),
      ),
  });
}
