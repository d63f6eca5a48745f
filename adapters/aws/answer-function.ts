import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { STSClient } from '@aws-sdk/client-sts';
import {
  type AnsweringPlace,
  type AnswerRequest,
  answerText,
  type GivenAnswer,
  givenAnswerSchema,
  type OpenQuestions,
  openQuestionsSchema,
  type SignedAnswer,
} from '../../core/contracts/answering.ts';
import { ERROR_NAMES, type ErrorName, type Evidence, PlatformError } from '../../core/contracts/errors.ts';
import { answerFunctionName, OUTPUTS } from '../../core/contracts/names.ts';
import { proveCaller } from './caller-proof.ts';

export interface AnswerFunctionProps extends AnsweringPlace {
  readonly environment: string;
  readonly lambda: LambdaClient;
  readonly sts: STSClient;
}

/** The function that answers for people, as their command calls it: with the one right that its policy gives. */
export interface AnswerFunction {
  /** @throws EnvironmentUnreachable */
  open(dataset: string): Promise<OpenQuestions>;
  /** @throws EnvironmentUnreachable, and what the function throws */
  answer(answer: SignedAnswer, signFor: OpenQuestions['signFor']): Promise<GivenAnswer>;
}

export function answerFunction(props: AnswerFunctionProps): AnswerFunction {
  return {
    open: async (dataset) => openQuestionsSchema.parse(await invoke(props, { action: 'open', dataset })),
    async answer(answer, signFor) {
      const proof = await proveCaller(props.sts, signFor, answerText(props, answer));
      return givenAnswerSchema.parse(await invoke(props, { action: 'answer', answer, proof }));
    },
  };
}

async function invoke(props: AnswerFunctionProps, request: AnswerRequest): Promise<unknown> {
  const { account, stack, lambda } = props;
  // With the account, so that nobody asks the function of another one.
  const FunctionName = `${account}:function:${answerFunctionName(stack)}`;
  const command = new InvokeCommand({ FunctionName, Payload: JSON.stringify(request) });
  const { Payload, FunctionError } = await lambda.send(command).catch((cause: unknown) => {
    throw whyNot(cause, props);
  });
  const said: unknown = JSON.parse(new TextDecoder().decode(Payload));
  if (FunctionError !== undefined) throw thrownBy(said);
  return said;
}

/** What the function threw, under its own name; its message is whole, hint and all. */
function thrownBy(said: unknown): Error {
  const { errorType, errorMessage } = Object(said) as { readonly errorType?: unknown; readonly errorMessage?: unknown };
  const name = Object.values(ERROR_NAMES).find((known): known is ErrorName => known === errorType);
  const problem = String(errorMessage ?? errorType ?? 'the function that answers has failed');
  return name === undefined ? new Error(`${String(errorType)}: ${problem}`) : new PlatformError(name, { problem });
}

/** Lambda's own refusals. */
function whyNot(cause: unknown, { environment, stack, account, region }: AnswerFunctionProps): unknown {
  const { name = '', message = '' } = cause instanceof Error ? cause : {};
  const unreachable = ({ problem, ...evidence }: Evidence): PlatformError =>
    new PlatformError(ERROR_NAMES.environmentUnreachable, {
      problem: `the environment ${environment} takes no answer: ${problem}`,
      got: message,
      ...evidence,
      cause,
    });
  switch (name) {
    case 'ResourceNotFoundException':
      return unreachable({
        problem: `there is no function ${answerFunctionName(stack)} in ${region}`,
        hint: `where the literal says approval.required 'never' nobody is asked; otherwise deploy this checkout: 'npx cdk deploy --context env=${environment}'`,
      });
    case 'AccessDeniedException':
      return unreachable({
        problem: 'the credentials may not answer there',
        allowed: `an identity of the account ${account} with the policy that the stack ${stack} tells as ${OUTPUTS.approversPolicy}`,
        hint: 'docs/deploy.md says how a role or a permission set gets it',
      });
    case 'CredentialsProviderError':
    case 'ExpiredTokenException':
    case 'UnrecognizedClientException':
      return unreachable({
        problem: 'AWS takes no credentials from here',
        allowed: `credentials of the account ${account}`,
        hint: 'log in, or name a profile in AWS_PROFILE',
      });
    default:
      return cause;
  }
}
