import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { CHILD_RESULT } from './flow.ts';
import { type Expressions, record } from './jsonata.ts';
import { Machine } from './machine.ts';
import type { MachineSetting } from './machine.ts';
import { refuseOtherPolicies } from './policy.ts';

export interface RetrainProps extends MachineSetting {
  readonly train: Machine;
  readonly promote: Machine;
}

/** What the two ways to a new version do not share. */
interface Way {
  readonly comment: string;
  readonly train: { readonly name: string; readonly input: Expressions };
  readonly promote: { readonly name: string; readonly input: Expressions };
}

const WAYS = {
  retrain: {
    comment: "The data set's recipe is selected and fitted, and goes live if it deserves it",
    train: { name: 'Select and fit the recipe', input: { origin: '$asked.origin' } },
    promote: { name: 'Promote it if it deserves it', input: {} },
  },
  refresh: {
    comment: 'A recipe that was promoted is fitted anew, and goes live unless the guard refuses it',
    train: {
      name: 'Fit the recipe anew',
      input: { learn: "{ 'refreshOf': ($exists($asked.of) ? $asked.of : 'production') }" },
    },
    promote: { name: 'Promote it unless the guard refuses', input: { action: '$asked.action' } },
  },
} as const satisfies Record<string, Way>;

/**
 * `retrain`: `{ dataset, runId?, range?, asOf?, policy?, origin? }`; `refresh`: `{ dataset, runId?, range?, asOf?, of?, action? }`
 * -> `{ train, promote }`, what the two machines put out
 */
export function retrainMachine(
  scope: Construct,
  name: keyof typeof WAYS,
  { train, promote, ...setting }: RetrainProps,
): Machine {
  const way: Way = WAYS[name];
  return new Machine(scope, name, {
    ...setting,
    comment: way.comment,
    timeLimit: train.timeLimit.plus(promote.timeLimit).plus(Duration.hours(1)),
    define: (flow) =>
      flow
        .begin()
        .next(refuseOtherPolicies(flow))
        .next(
          flow.child(way.train.name, {
            machine: train,
            name: '$runId',
            input: { dataset: '$dataset', runId: '$runId', range: '$asked.range', ...way.train.input },
            assign: { train: CHILD_RESULT },
          }),
        )
        .next(
          flow.child(way.promote.name, {
            machine: promote,
            name: '$runId',
            input: {
              dataset: '$dataset',
              runId: '$runId',
              modelVersion: '$train.registration.modelVersion',
              range: '$asked.range',
              asOf: '$asked.asOf',
              policy: '$asked.policy',
              ...way.promote.input,
            },
            output: record({ train: '$train', promote: CHILD_RESULT }),
          }),
        ),
  });
}
