import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { JobSite } from '../compute/job-site.ts';
import type { Flow } from './flow.ts';
import { STEP_RESULT } from './flow.ts';
import { processingJobRequest } from './job-requests.ts';
import { Machine } from './machine.ts';
import type { MachineSetting } from './machine.ts';

export interface SmokeProps extends MachineSetting {
  readonly site: JobSite;
  readonly keyArn: string;
  readonly bakeMinutes: number;
}

const RUN = { dataset: '$dataset', runId: '$runId' };

/** CloudWatch evaluates an alarm about once a minute; what turns red and green again between two looks is no reason to go back. */
const MINUTES_BETWEEN_LOOKS = 5;

/**
 * `{ dataset, runId?, bakeMinutes? }` -> `{ forecast, redBefore, watchedMinutes }`; `forecast` is what the check-smoke step returns, null where
 * nothing is in Production
 */
export function smokeMachine(scope: Construct, { site, keyArn, bakeMinutes, ...setting }: SmokeProps): Machine {
  return new Machine(scope, 'smoke', {
    ...setting,
    comment: 'After a deployment: a small forecast that nobody gets is made and checked, and the alarms are watched',
    timeLimit: site.timeLimit.plus(Duration.minutes(bakeMinutes)).plus(Duration.hours(2)),
    define: (flow) =>
      flow
        .begin()
        // What is silent before the first time that it is measured is red: here it is measured.
        .next(flow.step('Measure the ages', 'measure-ages', { input: { dataset: '$dataset' } }))
        .next(
          flow.step('Look up Production', 'plan-smoke', {
            input: RUN,
            assign: {
              plan: `${STEP_RESULT}.plan`,
              forecast: 'null',
              watched: '0',
              bake: `($exists($asked.bakeMinutes) ? $asked.bakeMinutes : ${bakeMinutes})`,
            },
          }),
        )
        .next(
          flow.choice('Is a version in Production?', '$plan != null', {
            yes: forecastALittle(flow, { site, keyArn }),
          }),
        )
        .next(watchTheAlarms(flow)),
  });
}

function forecastALittle(flow: Flow, { site, keyArn }: Pick<SmokeProps, 'site' | 'keyArn'>) {
  return flow
    .job('Forecast a few periods', {
      site,
      request: processingJobRequest(site, keyArn, 'smoke'),
      output: { summarySha256: `${site.result}.ExitMessage` },
    })
    .next(
      flow.step('Check the forecast', 'check-smoke', {
        input: {
          ...RUN,
          modelVersion: '$plan.modelVersion',
          range: '$plan.range',
          filesUri: '$plan.filesUri',
          summaryUri: '$plan.summaryUri',
          summarySha256: '$states.input.summarySha256',
        },
        assign: { forecast: STEP_RESULT },
      }),
    );
}

/** Looks, and looks again until the time is over; an alarm that turns red meanwhile ends it at the next look. */
function watchTheAlarms(flow: Flow) {
  const look = flow.step('Look at the alarms', 'watch-alarms', {
    input: { ...RUN, since: '$states.context.Execution.StartTime' },
    assign: { redBefore: `${STEP_RESULT}.redBefore` },
  });
  const round = `$min([${MINUTES_BETWEEN_LOOKS}, $bake - $watched])`;
  return look.next(
    flow.choice('Have they been watched for long enough?', '$watched >= $bake', {
      yes: flow.put(
        'Say what was seen',
        "{ 'forecast': $forecast, 'redBefore': $redBefore, 'watchedMinutes': $watched }",
      ),
      no: flow.wait('Wait', `60 * ${round}`, { watched: `$watched + ${round}` }).next(look),
    }),
  );
}
