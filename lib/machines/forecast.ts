import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { JobSite } from '../compute/job-site.ts';
import { STEP_RESULT } from './flow.ts';
import { processingJobRequest } from './job-requests.ts';
import { Machine } from './machine.ts';
import type { MachineSetting } from './machine.ts';

export interface ForecastProps extends MachineSetting {
  readonly site: JobSite;
  readonly keyArn: string;
}

/** `{ dataset, runId?, modelVersion, after?, reaching?, range? }` -> what the publish step returns; without `after` or `range`, the periods to come; in force is what the version in Production says */
export function forecastMachine(scope: Construct, { site, keyArn, ...setting }: ForecastProps): Machine {
  return new Machine(scope, 'forecast', {
    ...setting,
    comment: "A model version's forecasts, published to gold",
    timeLimit: site.timeLimit.plus(Duration.hours(3)),
    define: (flow) =>
      flow
        .begin()
        .next(
          flow.choice('Are the periods given?', '$exists($asked.after) or $exists($asked.range)', {
            yes: flow.remember('Keep to them', {
              periods: "{ 'after': $asked.after, 'reaching': $asked.reaching, 'range': $asked.range }",
            }),
            no: flow.bringUpToDate({
              ingest: 'Ingest the deliveries',
              transform: 'Transform to clean series',
              assign: { periods: `{ 'after': ${STEP_RESULT}.lastObservation }` },
            }),
          }),
        )
        .next(
          flow.step('Look up the model', 'plan-forecast', {
            input: {
              dataset: '$dataset',
              runId: '$runId',
              modelVersion: '$asked.modelVersion',
              periods: '$periods',
            },
            assign: { plan: STEP_RESULT },
          }),
        )
        .next(
          flow.job('Forecast the horizon', {
            site,
            request: processingJobRequest(site, keyArn, 'forecast'),
            output: { summarySha256: `${site.result}.ExitMessage` },
          }),
        )
        .next(
          flow.step('Publish the forecasts', 'publish', {
            input: {
              dataset: '$dataset',
              runId: '$runId',
              modelVersion: '$plan.modelVersion',
              inProduction: '$plan.inProduction',
              range: '$plan.range',
              summaryUri: '$plan.summaryUri',
              summarySha256: '$states.input.summarySha256',
            },
          }),
        ),
  });
}
