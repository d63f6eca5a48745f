import type { Chain, IChainable } from 'aws-cdk-lib/aws-stepfunctions';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import type { JobSite } from '../compute/job-site.ts';
import type { Flow } from './flow.ts';
import { STEP_RESULT } from './flow.ts';
import { trainingJobRequest } from './job-requests.ts';
import { Machine } from './machine.ts';
import type { MachineSetting } from './machine.ts';
import { POLICY, refuseOtherPolicies } from './policy.ts';

export interface PromoteProps extends MachineSetting {
  readonly site: JobSite;
  readonly keyArn: string;
  readonly approval: PlatformEnvironment['approval'];
}

const FAILURE = "($failure.Error != '' ? $failure.Error & ': ' & $failure.Cause)";

/** `{ dataset, runId?, modelVersion, asOf?, policy? }` -> `{ outcome, modelVersion, production, reasons, reportUri }` */
export function promoteMachine(scope: Construct, { site, keyArn, approval, ...setting }: PromoteProps): Machine {
  const approvalLimit = approval.required === 'always' ? Duration.hours(approval.timeoutHours) : Duration.seconds(0);
  return new Machine(scope, 'promote', {
    ...setting,
    comment: 'A model version earns Production, or is refused with every reason',
    executionData: 'unlogged',
    timeLimit: site.timeLimit.plus(approvalLimit).plus(Duration.hours(3)),
    define: (flow) =>
      flow
        .begin()
        .next(refuseOtherPolicies(flow))
        .next(
          flow.step('Check the compliance', 'check-compliance', {
            input: { ...VERSION, asOf: '$asked.asOf' },
            // Until something fails on the way to the comparison.
            assign: { complies: `${STEP_RESULT}.complies`, failure: "{ 'Error': '', 'Cause': '' }" },
          }),
        )
        .next(compare(flow, { site, keyArn }))
        .next(
          flow.step('Judge the challenger', 'judge', {
            input: { ...VERSION, policy: POLICY, comparison: '$states.input.comparison', failure: FAILURE },
            assign: {
              verdict: STEP_RESULT,
              refusal: "''",
              approver: `{ 'by': 'the promote state machine', 'comment': ${WHY_PROMOTED} }`,
            },
          }),
        )
        .next(decide(flow, { approval, approvalLimit })),
  });
}

const WHY_PROMOTED = `(${POLICY} = 'gates' ? 'every check and gate passed' : 'by the policy ' & ${POLICY})`;

const VERSION = { dataset: '$dataset', runId: '$runId', modelVersion: '$asked.modelVersion' };

type Comparing = Pick<PromoteProps, 'site' | 'keyArn'>;

/** Both models on the holdout, where there is something to compare. */
function compare(flow: Flow, comparing: Comparing): Chain {
  // A twin that cannot be trained refuses the challenger; it does not fail the machine.
  const alone = flow.put('Judge without a comparison', '{}');
  return flow.choice('Is there something to compare?', `$complies and ${POLICY} = 'gates'`, {
    yes: trainTwins(flow, { ...comparing, failed: alone }),
    no: alone,
  });
}

function trainTwins(flow: Flow, { site, keyArn, failed }: Comparing & { readonly failed: IChainable }): Chain {
  return flow
    .step('Plan the comparison', 'plan-comparison', { input: VERSION, assign: { plan: STEP_RESULT } })
    .next(
      flow.forEach('Train the twins', {
        items: '$plan.jobs',
        maxConcurrency: 2,
        failed,
        each: (inner) =>
          inner.job('Train the twin', {
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
      flow.put(
        'Gather what was learned',
        "{ 'comparison': { 'holdout': $plan.holdout, 'production': $plan.production, 'twins': [$states.input] } }",
      ),
    );
}

interface Approval {
  readonly approval: PlatformEnvironment['approval'];
  readonly approvalLimit: Duration;
}

/** The challenger goes live, or is refused with every reason. */
function decide(flow: Flow, asking: Approval): Chain {
  const refused = refuse(flow);
  return flow.choice('Did it pass?', "$verdict.verdict = 'pass'", {
    yes: goLive(flow, { ...asking, refused }),
    no: refused,
  });
}

/** Where the environment asks for it, a person agrees first. */
function goLive(
  flow: Flow,
  { approval, approvalLimit, refused }: Approval & { readonly refused: IChainable },
): IChainable {
  if (approval.required === 'never') return promote(flow);
  return flow
    .approval('Ask for approval', 'request-approval', {
      input: { ...VERSION, report: '$verdict.report' },
      assign: { approver: '$states.result' },
      timeLimit: approvalLimit,
      refused,
    })
    .next(promote(flow));
}

function promote(flow: Flow): IChainable {
  return flow.step('Promote the challenger', 'promote', {
    input: {
      ...VERSION,
      production: '$verdict.production',
      by: '$approver.by',
      reason: '$approver.comment',
      report: '$verdict.report',
    },
  });
}

function refuse(flow: Flow): IChainable {
  return flow.step('Refuse the challenger', 'refuse', {
    input: {
      ...VERSION,
      reasons: "$append($verdict.reasons, $exists($refusal) and $refusal != '' ? [$refusal] : [])",
      report: '$verdict.report',
    },
  });
}
