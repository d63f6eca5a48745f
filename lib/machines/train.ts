import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { JobSite } from '../compute/job-site.ts';
import { STEP_RESULT } from './flow.ts';
import { trainingJobRequest } from './job-requests.ts';
import { record } from './jsonata.ts';
import { Machine } from './machine.ts';
import type { MachineSetting } from './machine.ts';

export interface TrainProps extends MachineSetting {
  readonly site: JobSite;
  readonly keyArn: string;
}

/** `{ dataset, runId?, range? }` -> `{ data, selection, registration }` */
export function trainMachine(scope: Construct, { site, keyArn, ...setting }: TrainProps): Machine {
  return new Machine(scope, 'train', {
    ...setting,
    comment: 'From the deliveries to a registered model',
    timeLimit: site.timeLimit.plus(Duration.hours(3)),
    define: (flow) =>
      flow
        .begin()
        .next(flow.bringUpToDate({ ingest: 'Ingest the deliveries', transform: 'Transform to clean series' }))
        .next(
          flow.step('Plan the candidates', 'plan-training', {
            input: {
              dataset: '$dataset',
              runId: '$runId',
              silverVersion: '$data.silverVersion',
              range: '$data.range',
              lastObservation: '$data.lastObservation',
            },
            assign: { plan: STEP_RESULT },
          }),
        )
        .next(
          flow.forEach('Train every candidate', {
            items: '$plan.jobs',
            maxConcurrency: 10,
            each: (inner) =>
              inner.job('Train the candidate', {
                site,
                request: trainingJobRequest(site, keyArn),
                output: {
                  candidate: '$states.input.candidate',
                  artifactUri: `${site.result}.ModelArtifacts.S3ModelArtifacts`,
                },
              }),
          }),
        )
        .next(
          flow.step('Choose the best candidate', 'select', {
            input: { dataset: '$dataset', jobs: '$states.input' },
            assign: { selection: STEP_RESULT },
          }),
        )
        .next(
          flow.step('Register the model', 'register', {
            input: {
              dataset: '$dataset',
              runId: '$runId',
              chosen: '$selection.chosen',
              candidates: '$selection.candidates',
              silverVersion: '$data.silverVersion',
              range: '$data.range',
              forecast: '$plan.forecast',
              counts: '$data.counts',
            },
            output: record({ data: '$data', selection: '$selection', registration: STEP_RESULT }),
          }),
        ),
  });
}
