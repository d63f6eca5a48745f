import { JitterType } from 'aws-cdk-lib/aws-stepfunctions';
import type { RetryProps } from 'aws-cdk-lib/aws-stepfunctions';
import { Duration } from 'aws-cdk-lib/core';
import { RETRIABLE_ERRORS } from '../../core/contracts/errors.ts';

/**
 * What a second try may cure, by the service that the task calls: throttling, lost connections, its own faults, and what our
 * functions say themselves. SageMaker reports throttling under the same general name as a request that it refuses: a
 * refused request is sent a few times more, and starts nothing.
 */
const CURABLE_ERRORS = {
  lambda: [
    ...RETRIABLE_ERRORS,
    'Lambda.TooManyRequestsException',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.ClientExecutionTimeoutException',
  ],
  sagemaker: [
    'SageMaker.AmazonSageMakerException',
    'SageMaker.SdkClientException',
    'SageMaker.ResourceLimitExceededException',
  ],
  states: [
    'StepFunctions.ExecutionLimitExceededException',
    'StepFunctions.AWSStepFunctionsException',
    'StepFunctions.SdkClientException',
  ],
} as const;

export type CalledService = keyof typeof CURABLE_ERRORS;

/** The retry policy of every task: five more tries within about two minutes; an error of the input or the data is final. */
export function retryPolicy(service: CalledService): RetryProps {
  return {
    errors: [...CURABLE_ERRORS[service]],
    interval: Duration.seconds(2),
    maxAttempts: 5,
    backoffRate: 2,
    maxDelay: Duration.minutes(1),
    // Writers that lost the same race must not all come back in the same instant.
    jitterStrategy: JitterType.FULL,
  };
}
