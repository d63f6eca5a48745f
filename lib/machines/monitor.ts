import type { Chain, IChainable, TaskStateBase } from 'aws-cdk-lib/aws-stepfunctions';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { SHADOW_RUN } from '../../core/contracts/steps/common.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import type { Flow } from './flow.ts';
import { CHILD_RESULT, STEP_RESULT } from './flow.ts';
import { Machine } from './machine.ts';
import type { MachineSetting } from './machine.ts';
import { POLICY, refuseOtherPolicies } from './policy.ts';
import { childRunId } from './run-id.ts';

interface Children {
  readonly train: Machine;
  readonly retrain: Machine;
  readonly refresh: Machine;
  readonly forecast: Machine;
}

export interface MonitorProps extends MachineSetting, Children {
  readonly retraining: PlatformEnvironment['retraining'];
}

const RUN = { dataset: '$dataset', runId: '$runId' };
const SLICE = { ...RUN, range: '$asked.range', asOf: '$asOf' };

/** `{ dataset, runId?, range?, asOf?, policy?, acts? }` -> what the record-action step returns */
export function monitorMachine(scope: Construct, props: MonitorProps): Machine {
  const { train, retrain, refresh, forecast, retraining, ...setting } = props;
  return new Machine(scope, 'monitor', {
    ...setting,
    comment:
      'Looks at what came true, and fits the recipe anew: the one in Production, a new selection, or a former one',
    timeLimit: [train, retrain, refresh, forecast].reduce(
      (sum, { timeLimit }) => sum.plus(timeLimit),
      Duration.hours(4),
    ),
    // The look takes the data set's lock, and the record of what was done gives it back.
    givesBack: { name: 'Give the lock back', step: 'release-lock' },
    define: (flow) =>
      flow
        .begin()
        .next(refuseOtherPolicies(flow))
        .next(
          flow.bringUpToDate({
            ingest: 'Ingest the actuals',
            transform: 'Transform the actuals',
            assign: { asOf: `$exists($asked.asOf) ? $asked.asOf : ${STEP_RESULT}.lastObservation` },
          }),
        )
        .next(look(flow, retraining))
        .next(
          flow.choice('Is something to be fitted?', "$action.kind != 'nothing'", {
            yes: act(flow, { train, retrain, refresh, forecast }),
          }),
        )
        .next(
          flow.step('Record what was done', 'record-action', {
            input: {
              ...RUN,
              asOf: '$asOf',
              action: '$action',
              version: '$version',
              promote: '$done.promote',
              shadow: '$done.shadow',
              shadowFailure: '$done.shadowFailure',
            },
          }),
        ),
  });
}

function look(flow: Flow, retraining: MonitorProps['retraining']): IChainable {
  return flow.step('Look at what came true', 'look', {
    input: {
      ...RUN,
      silverVersion: '$data.silverVersion',
      range: '$data.range',
      asOf: '$asOf',
      lastObservation: '$data.lastObservation',
      at: "$exists($asked.asOf) ? 'past' : 'present'",
      retraining: `'${retraining}'`,
      policy: POLICY,
      acts: '($exists($asked.acts) ? $asked.acts : true)',
    },
    assign: { action: `${STEP_RESULT}.action`, version: `${STEP_RESULT}.version`, done: '{}' },
  });
}

/** What is fitted goes live where it may, and from then on the forecasts of what is in Production are in force. */
function act(flow: Flow, children: Children): Chain {
  const served = serve(flow, children);
  return flow
    .choice('Is a former recipe watched?', "$action.kind = 'refresh' and $action.shadowOf != null", {
      yes: flow.child('Fit the former recipe as a shadow', {
        machine: children.train,
        name: childRunId(SHADOW_RUN),
        input: {
          dataset: '$dataset',
          runId: childRunId(SHADOW_RUN),
          range: '$asked.range',
          learn: "{ 'refreshOf': $action.shadowOf }",
        },
        assign: { done: `{ 'shadow': ${CHILD_RESULT}.registration.modelVersion }` },
        failed: doWithoutShadow(flow).next(served),
      }),
    })
    .next(served);
}

/** Nobody gets a shadow's forecasts: those of the recipe in Production must not wait for it. */
function doWithoutShadow(flow: Flow): TaskStateBase {
  return flow.step('Record that the shadow failed', 'record-failure', {
    input: {
      ...RUN,
      machine: "'monitor'",
      error: '$failure.Error',
      cause: "'the look goes on without its shadow: ' & $failure.Cause",
      told: '$failure.Told',
    },
    assign: { done: "{ 'shadowFailure': $failure.Error & ': ' & $failure.Cause }" },
  });
}

function serve(flow: Flow, { retrain, refresh, forecast }: Children): Chain {
  return flow
    .choice('Is the selection brought forward?', "$action.kind = 'select'", {
      yes: flow.child('Select and promote', {
        machine: retrain,
        name: '$runId',
        input: { ...SLICE, policy: '$asked.policy', origin: "'retraining'" },
        assign: DONE,
      }),
      no: flow.child('Refresh', {
        machine: refresh,
        name: '$runId',
        input: {
          ...SLICE,
          of: '$action.of',
          action: "($action.kind = 'return' ? 'return')",
        },
        assign: DONE,
      }),
    })
    .next(
      flow.child('Forecast with what is in Production now', {
        machine: forecast,
        name: '$runId',
        input: { ...RUN, modelVersion: "'production'", after: '$asOf' },
      }),
    );
}

const DONE = { done: `$merge([$done, { 'promote': ${CHILD_RESULT}.promote }])` };
