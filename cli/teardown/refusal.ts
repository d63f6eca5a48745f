import type { Evidence } from '../../core/contracts/errors.ts';

/** What is there before anything is deleted. */
export interface Standing {
  readonly environment: string;
  readonly stack: string;
  readonly region: string;
  readonly status: string;
  readonly isProtected: boolean;
  readonly running: readonly string[];
  /** Buckets with objects, among those that the stack would delete. */
  readonly filled: readonly string[];
}

/** A deployment that was looked at and never begun: it says so for ever. */
const NEVER_BEGUN = 'REVIEW_IN_PROGRESS';

/** Why the environment stays as it is; undefined where it may go. */
export function refusalOf(standing: Standing, deletesData: boolean): Evidence | undefined {
  const { environment, stack, region, status, isProtected, running, filled } = standing;
  if (isProtected) {
    return {
      problem: `the stack ${stack} is protected from deletion`,
      hint: `lift it, if that is meant: aws cloudformation update-termination-protection --region ${region} --stack-name ${stack} --no-enable-termination-protection`,
    };
  }
  if (status.endsWith('_IN_PROGRESS') && status !== NEVER_BEGUN) {
    return {
      problem: `the stack ${stack} is being changed`,
      got: status,
      hint: 'wait for the end of that, and try again',
    };
  }
  if (running.length > 0) {
    return {
      problem: `${running.length} executions of ${stack} are running`,
      got: running.join(', '),
      hint: `wait for their end, or stop each: aws stepfunctions stop-execution --region ${region} --execution-arn ARN`,
    };
  }
  if (filled.length > 0 && !deletesData) {
    return {
      problem: `buckets of ${stack} hold objects, and CloudFormation deletes empty ones only`,
      got: filled.join(', '),
      hint: `to delete the data too: npm run teardown -- --env ${environment} --delete-data ${environment}`,
    };
  }
  return undefined;
}
