import type { Chain } from 'aws-cdk-lib/aws-stepfunctions';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { JobSite } from '../compute/job-site.ts';
import { type Flow, STEP_RESULT } from './flow.ts';
import { fitJobRequest, trialJobRequest } from './job-requests.ts';
import { inReplay, record } from './jsonata.ts';
import { Machine } from './machine.ts';
import type { MachineSetting } from './machine.ts';

export interface TrainProps extends MachineSetting {
  readonly site: JobSite;
  readonly keyArn: string;
}

/** What is learned, of what was asked for. */
const LEARN = "($exists($asked.learn) ? $asked.learn : 'selection')";

const RUN = { dataset: '$dataset', runId: '$runId', learn: LEARN };

/** Absent at a refresh, which leans on the selection of the version that it refreshes. */
const SELECTION = '($exists($selection.runId) ? $selection)';

/** `{ dataset, runId?, range?, learn?, origin? }` -> `{ data, registration }` */
export function trainMachine(scope: Construct, { site, keyArn, ...setting }: TrainProps): Machine {
  return new Machine(scope, 'train', {
    ...setting,
    comment:
      'From the deliveries to a fitted, registered recipe: with cross-validation, or with that of an earlier version',
    // The trials run at the same time, and after them the fit.
    timeLimit: site.timeLimit.plus(site.timeLimit).plus(Duration.hours(4)),
    define: (flow) =>
      flow
        .begin()
        .next(flow.bringUpToDate({ ingest: 'Ingest the deliveries', transform: 'Transform to clean series' }))
        .next(
          flow.step('Refresh the features', 'refresh-features', {
            input: {
              dataset: '$dataset',
              bronzeVersion: '$data.bronzeVersion',
              silverVersion: '$data.silverVersion',
              range: '$data.range',
              lastObservation: '$data.lastObservation',
            },
            assign: { features: `${STEP_RESULT}.features` },
          }),
        )
        .next(
          flow.step('Plan the training', 'plan-training', {
            input: {
              ...RUN,
              silverVersion: '$data.silverVersion',
              features: '$features',
              range: '$data.range',
              lastObservation: '$data.lastObservation',
            },
            assign: { plan: STEP_RESULT, selection: '{}' },
          }),
        )
        .next(flow.choice('Does it select?', '$plan.refreshOf = null', { yes: crossValidate(flow, { site, keyArn }) }))
        .next(fit(flow, { site, keyArn })),
  });
}

type Site = Pick<TrainProps, 'site' | 'keyArn'>;

function crossValidate(flow: Flow, { site, keyArn }: Site): Chain {
  return flow
    .forEach('Cross-validate every candidate', {
      items: '$plan.jobs',
      maxConcurrency: 10,
      each: (inner) =>
        inner.job('Cross-validate the candidate', {
          site,
          request: trialJobRequest(site, keyArn),
          output: {
            candidate: '$states.input.candidate',
            artifactUri: `${site.result}.ModelArtifacts.S3ModelArtifacts`,
            summarySha256: `${site.result}.SummarySha256`,
          },
        }),
    })
    .next(
      flow.step('Compare the candidates', 'select', {
        input: { ...RUN, asOf: '$data.lastObservation', jobs: '$states.input' },
        assign: { selection: STEP_RESULT },
      }),
    );
}

function fit(flow: Flow, { site, keyArn }: Site): Chain {
  const learned = { ...RUN, selection: SELECTION, refreshOf: '$plan.refreshOf', forecast: '$plan.forecast' };
  return flow
    .step('Plan the fit', 'plan-fit', {
      input: {
        ...learned,
        seriesSha256: '$plan.seriesSha256',
        training: "{ 'start': $data.range.start, 'end': $data.lastObservation }",
        asOf: '$data.range.end',
      },
    })
    .next(
      flow.job('Fit the recipe', {
        site,
        request: fitJobRequest(site, keyArn, { job: '$states.input.job', outputUri: '$states.input.outputUri' }),
        output: {
          artifactUri: `${site.result}.ModelArtifacts.S3ModelArtifacts`,
          summarySha256: `${site.result}.SummarySha256`,
        },
      }),
    )
    .next(
      flow.step('Register the version', 'register', {
        input: {
          ...learned,
          artifactUri: '$states.input.artifactUri',
          summarySha256: '$states.input.summarySha256',
          silverVersion: '$data.silverVersion',
          features: '$features',
          range: '$data.range',
          livedThrough: inReplay('$data.range.end'),
          counts: '$data.counts',
          origin: '$asked.origin',
          startedAt: '$states.context.Execution.StartTime',
        },
        output: record({ data: '$data', registration: STEP_RESULT }),
      }),
    );
}
