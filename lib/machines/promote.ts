import type { Chain, IChainable } from 'aws-cdk-lib/aws-stepfunctions';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { PLATFORM_NAMES } from '../../core/contracts/person.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import type { JobSite } from '../compute/job-site.ts';
import { dateThatCounts } from './acceptance.ts';
import type { Flow } from './flow.ts';
import { STEP_RESULT } from './flow.ts';
import { fitJobRequest } from './job-requests.ts';
import { inReplay, query } from './jsonata.ts';
import { Machine } from './machine.ts';
import type { MachineSetting } from './machine.ts';
import { POLICY, refuseOtherPolicies } from './policy.ts';
import { childRunId } from './run-id.ts';
import { decidesAgainst } from './unfitted.ts';

export interface PromoteProps extends MachineSetting {
  readonly site: JobSite;
  readonly keyArn: string;
  readonly approval: PlatformEnvironment['approval'];
  readonly acceptance: PlatformEnvironment['acceptance'];
  readonly train: Machine;
}

interface Parts extends Pick<PromoteProps, 'site' | 'keyArn' | 'approval' | 'train'> {
  readonly approvalLimit: Duration;
}

const FAILURE = "($failure.Error != '' ? $failure.Error & ': ' & $failure.Cause)";

const VERSION = { dataset: '$dataset', runId: '$runId', modelVersion: '$asked.modelVersion' };

/** What the compliance checks left, by its hash. */
const CHECKED = { complianceSha256: '$complianceSha256' };

const IS_REFRESH = "$way = 'refresh'";

const PASSED = "$verdict.verdict = 'pass'";

const REASONS = "$append($verdict.reasons, $exists($refusal) and $refusal != '' ? [$refusal] : [])";

/** What a person says no to, or a check, is no forecast that might have been right. */
const REFUSAL = { ...VERSION, reasons: REASONS, report: '$verdict.report', shadow: 'false' };

/**
 * `{ dataset, runId?, modelVersion, range?, asOf?, policy?, action? }` -> `{ outcome, modelVersion, production, reasons, reportUri }`
 *
 * `range` is what a seasonal naive is trained on that takes the place of a first version.
 */
export function promoteMachine(scope: Construct, props: PromoteProps): Machine {
  const { site, keyArn, approval, acceptance, train, ...setting } = props;
  const approvalLimit = approval.required === 'always' ? Duration.hours(approval.timeoutHours) : Duration.seconds(0);
  const parts = { site, keyArn, approval, approvalLimit, train };
  return new Machine(scope, 'promote', {
    ...setting,
    comment:
      'A model version earns Production, or is refused with every reason: a refresh by the guard, a changed recipe by the gates',
    executionData: 'unlogged',
    timeLimit: site.timeLimit.plus(train.timeLimit).plus(approvalLimit).plus(Duration.hours(8)),
    define: (flow) => {
      const ends = endsOf(flow, parts);
      return flow
        .begin()
        .next(refuseOtherPolicies(flow))
        .next(
          flow.step('Check the compliance', 'check-compliance', {
            input: {
              ...VERSION,
              asOf: dateThatCounts(acceptance),
              action: '$asked.action',
            },
            assign: {
              complies: `${STEP_RESULT}.complies`,
              way: `${STEP_RESULT}.way`,
              complianceSha256: `${STEP_RESULT}.complianceSha256`,
              summarySha256: `${STEP_RESULT}.summarySha256`,
              // Until something fails on the way to the comparison.
              failure: "{ 'Error': '', 'Cause': '' }",
            },
          }),
        )
        .next(
          flow.choice('Is it the same recipe?', `$complies and ${IS_REFRESH} and ${POLICY} = 'gates'`, {
            yes: guard(flow, ends),
            no: judge(flow, parts, ends),
          }),
        );
    },
  });
}

/** What the judge or the guard says, and who is named in the audit record where nobody is asked. */
function verdictAnd(reason: string) {
  return {
    verdict: STEP_RESULT,
    refusal: "''",
    approver: `{ 'by': '${PLATFORM_NAMES.promote}', 'comment': ${reason} }`,
  };
}

/** Where a version goes that passed, and where one that did not. */
interface Ends {
  readonly promoted: IChainable;
  readonly refreshed: IChainable;
  readonly refused: IChainable;
  /** Where the environment asks for approval. */
  readonly asked: IChainable | undefined;
}

function endsOf(flow: Flow, { approval, approvalLimit }: Parts): Ends {
  const promoted = goLive(flow, 'Promote the challenger', "($way = 'refresh' ? 'refresh' : 'promote')");
  const refreshed = goLive(
    flow,
    'Move Production to the refreshed version',
    "($exists($asked.action) ? $asked.action : 'refresh')",
  );
  const refused = flow.step('Refuse the challenger', 'refuse', { input: REFUSAL });
  if (approval.required === 'never') return { promoted, refreshed, refused, asked: undefined };
  const asked = flow
    .approval('Ask for approval', 'request-approval', {
      input: { ...VERSION, report: '$verdict.report' },
      assign: { approver: '$states.result' },
      timeLimit: approvalLimit,
      refused,
    })
    .next(flow.choice('Was a refresh approved?', IS_REFRESH, { yes: refreshed, no: promoted }));
  return { promoted, refreshed, refused, asked };
}

/** From what the challenger was judged against, and from nothing else. */
const MOVE = {
  production: '$verdict.production',
  by: '$approver.by',
  reason: '$approver.comment',
  report: '$verdict.report',
  livedThrough: inReplay('$asked.asOf'),
};

function goLive(flow: Flow, name: string, action: string): IChainable {
  return flow.step(name, 'promote', { input: { ...VERSION, action, ...MOVE } });
}

/** Only the coefficients are new: what is asked is whether they are sane. */
function guard(flow: Flow, { refreshed, asked }: Ends): Chain {
  const sound =
    asked === undefined
      ? refreshed
      : flow.choice('Does a refresh need approval?', "$verdict.approval = 'always'", { yes: asked, no: refreshed });
  return flow
    .step('Guard the refresh', 'guard', {
      input: { ...VERSION, ...CHECKED, summarySha256: '$summarySha256' },
      assign: verdictAnd("'every check and guard passed'"),
    })
    .next(
      flow.choice('Is the refresh sound?', PASSED, {
        yes: sound,
        no: flow.step('Refuse the refresh', 'refuse', { input: { ...REFUSAL, shadow: 'true' } }),
      }),
    );
}

/** Another recipe, or the first one: compared on the holdout, where there is something to compare. */
function judge(flow: Flow, parts: Parts, ends: Ends): Chain {
  const alone = flow.put('Judge without a comparison', '{}');
  return flow
    .choice('Is there something to compare?', `$complies and $way != 'refresh' and ${POLICY} = 'gates'`, {
      yes: fitTwins(flow, { ...parts, failed: decidesAgainst(flow, alone) }),
      no: alone,
    })
    .next(
      flow.step('Judge the challenger', 'judge', {
        input: {
          ...VERSION,
          ...CHECKED,
          way: '$way',
          policy: POLICY,
          comparison: '$states.input.comparison',
          failure: FAILURE,
        },
        assign: verdictAnd(`(${POLICY} = 'gates' ? 'every check and gate passed' : 'by the policy ' & ${POLICY})`),
      }),
    )
    .next(decide(flow, parts.train, ends));
}

function fitTwins(flow: Flow, { site, keyArn, failed }: Parts & { readonly failed: IChainable }): Chain {
  return flow
    .step('Plan the comparison', 'plan-comparison', { input: VERSION, assign: { plan: STEP_RESULT } })
    .next(
      flow.forEach('Fit the twins', {
        items: '$plan.jobs',
        maxConcurrency: 2,
        failed,
        each: (inner) =>
          inner.job('Fit the twin', {
            site,
            request: fitJobRequest(site, keyArn, { job: '$states.input', outputUri: '$plan.outputUri' }),
            output: {
              fit: '$states.input.fit',
              artifactUri: `${site.result}.ModelArtifacts.S3ModelArtifacts`,
              summarySha256: `${site.result}.SummarySha256`,
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

/** The challenger goes live, or is refused with every reason; in the place of a first version that is refused, the seasonal naive goes live. */
function decide(flow: Flow, train: Machine, { promoted, refused, asked }: Ends): Chain {
  return flow.choice('Did it pass?', PASSED, {
    yes: asked ?? promoted,
    no: flow.choice('Does the seasonal naive take its place?', "$verdict.verdict = 'naive'", {
      yes: flow
        .step('Refuse the recipe', 'refuse', { input: REFUSAL, assign: { refused: STEP_RESULT } })
        .next(promoteNaive(flow, train)),
      no: refused,
    }),
  });
}

/** Nobody is asked: it is what the platform falls back on, and nobody is ever without a forecast. */
function promoteNaive(flow: Flow, train: Machine): Chain {
  return flow
    .child('Fit the seasonal naive', {
      machine: train,
      name: childRunId('-naive'),
      input: { dataset: '$dataset', runId: childRunId('-naive'), range: '$asked.range', learn: "'naive'" },
    })
    .next(
      flow.step('Promote the seasonal naive', 'promote', {
        input: {
          ...VERSION,
          modelVersion: '$states.input.registration.modelVersion',
          ...MOVE,
          action: "'promote'",
          reason: "'in the place of version ' & $string($asked.modelVersion) & ', which was refused'",
        },
        output: query(`$merge([$refused, { 'production': ${STEP_RESULT}.production }])`),
      }),
    );
}
