import { JitterType } from 'aws-cdk-lib/aws-stepfunctions';
import type { RetryProps, TaskStateBase } from 'aws-cdk-lib/aws-stepfunctions';
import { Duration } from 'aws-cdk-lib/core';
import { RETRIABLE_ERRORS } from '../../core/contracts/errors.ts';

/**
 * The errors that another try may cure, by the service that the task calls; every other one is final. A Retry sees an error's name only, and an
 * optimized integration gives the errors that a service documents a name each (with `Exception` at its end), and all others one general
 * name: https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html, .../bp-lambda-serviceexception.html
 */
const CURABLE_ERRORS = {
  lambda: {
    outage: [
      // Two writers wanted the same next commit: whoever lost reads again.
      ...RETRIABLE_ERRORS,
      // What AWS says to try again: the service's own faults, and answers that did not arrive.
      'Lambda.ServiceException',
      'Lambda.AWSLambdaException',
      'Lambda.SdkClientException',
      'Lambda.ClientExecutionTimeoutException',
      // S3, KMS, SNS and SageMaker when they are asked too much, or fail, for longer than the SDK's own few seconds of patience.
      'SlowDown',
      'ServiceUnavailable',
      'InternalError',
      'RequestTimeout',
      'Throttling',
      'ThrottlingException',
      'ThrottledException',
      'KMSInternalException',
      'DependencyTimeoutException',
      'TimeoutError',
    ],
    // The function's process was killed, or ran out of its time or memory. A step that is run again finds what it has done already, and goes on
    // from there: test/local/faults kills each at each of its writes.
    crash: ['Lambda.Unknown', 'Sandbox.Timedout', 'Runtime.ExitError'],
    // The account runs as many functions as it may: a place is free when one of them ends.
    quota: ['Lambda.TooManyRequestsException'],
    // A function in a network is put to sleep after weeks without a call: Lambda makes its network interfaces anew, and refuses calls until
    // they are there. https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
    asleep: [
      'Lambda.ResourceNotReadyException',
      'Lambda.ResourceConflictException',
      'Lambda.ENINotReadyException',
      'Lambda.EC2ThrottledException',
    ],
    unclear: [],
    taken: [],
  },
  sagemaker: {
    // SageMaker could not be reached.
    outage: ['SageMaker.SdkClientException'],
    // A job that failed has one error, whatever ended it: a fit that can only fail again would take its hours again.
    crash: [],
    // The account runs as many jobs, or instances of the type, as it may: a place is free when a job ends.
    quota: ['SageMaker.ResourceLimitExceededException'],
    asleep: [],
    // Throttling and faults of the service, but also a request that is refused, for its content or for want of rights: the cause alone tells.
    unclear: ['SageMaker.AmazonSageMakerException'],
    // A job of this name exists: the next try has another name (job-requests.ts).
    taken: ['SageMaker.ResourceInUseException'],
  },
  states: {
    // A million executions are open: not for long, or none of ours would be.
    outage: ['StepFunctions.SdkClientException', 'StepFunctions.ExecutionLimitExceededException'],
    crash: [],
    quota: [],
    asleep: [],
    // As SageMaker's.
    unclear: ['StepFunctions.AWSStepFunctionsException'],
    taken: [],
  },
} as const satisfies Record<string, Record<Cure, readonly string[]>>;

export type CalledService = keyof typeof CURABLE_ERRORS;

/** Which cure an error needs. */
type Cure = 'outage' | 'crash' | 'quota' | 'asleep' | 'unclear' | 'taken';

/** Every try is a few events of the 25,000 that an execution may have, and a Map runs ten jobs at a time. */
const MOST_TRIES_FOR_A_PLACE = 120;

/** A quota of 0 looks like one that is used up, and no place ever becomes free: a run must not keep silent for days. */
const LONGEST_WAIT_FOR_A_PLACE = Duration.hours(6);

/**
 * How long a task waits for a place.
 *
 * @param lasts how long what the task calls may run: a place may be taken for as long, by another of the same kind
 */
export function waitForAPlace(lasts: Duration): Duration {
  return lasts.toSeconds() < LONGEST_WAIT_FOR_A_PLACE.toSeconds() ? lasts : LONGEST_WAIT_FOR_A_PLACE;
}

function policyOf(cure: Cure, lasts: Duration): Omit<RetryProps, 'errors'> {
  switch (cure) {
    case 'outage':
      // Five more tries within about two minutes. Writers that lost the same race must not all come back in the same instant.
      return { ...GROWING, maxAttempts: 5, maxDelay: Duration.minutes(1) };
    case 'crash':
      // What needs more time or memory than there is needs it every time.
      return { ...GROWING, maxAttempts: 2 };
    case 'asleep':
      // Five minutes; Lambda speaks of a few.
      return { interval: Duration.seconds(20), backoffRate: 1, maxAttempts: 15 };
    case 'unclear':
      // Half a minute at most: enough for throttling, and no request that is refused waits like one that only came at a bad time.
      return { ...GROWING, maxAttempts: 4 };
    case 'taken':
      return { interval: Duration.seconds(1), backoffRate: 1, maxAttempts: 5 };
    case 'quota': {
      const wait = waitForAPlace(lasts).toSeconds();
      const seconds = Math.max(60, Math.ceil(wait / MOST_TRIES_FOR_A_PLACE));
      return {
        interval: Duration.seconds(seconds),
        backoffRate: 1,
        maxAttempts: Math.ceil(wait / seconds),
      };
    }
    default:
      return cure satisfies never;
  }
}

const GROWING = { interval: Duration.seconds(2), backoffRate: 2, jitterStrategy: JitterType.FULL };

/** The retry policy of every task. */
export function addRetries(task: TaskStateBase, service: CalledService, lasts: Duration): void {
  for (const cure of ['outage', 'crash', 'quota', 'asleep', 'unclear', 'taken'] as const satisfies Cure[]) {
    const errors = CURABLE_ERRORS[service][cure];
    if (errors.length > 0) task.addRetry({ errors: [...errors], ...policyOf(cure, lasts) });
  }
}
