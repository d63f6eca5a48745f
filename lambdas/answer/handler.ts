import { Logger } from '@aws-lambda-powertools/logger';
import {
  type AnswerRequest,
  answerRequestSchema,
  type GivenAnswer,
  type OpenQuestions,
} from '../../core/contracts/answering.ts';
import { ENVIRONMENT_VARIABLES } from '../../core/contracts/environment-variables.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { AnsweringPorts } from '../../core/answering-ports.ts';
import { answeringPorts } from '../../hosts/answering.ts';
import { run } from './answer.ts';

type LambdaContext = Parameters<Logger['addContext']>[0];

interface Started {
  readonly ports: AnsweringPorts;
  readonly logger: Logger;
}

/**
 * The function that answers for people. Its log says who answered what; it shows no input as it came, as the steps' logs do: a proof opens
 * for some minutes whatever else takes one.
 */
export function answering(
  start: () => Started,
): (event: unknown, context: LambdaContext) => Promise<OpenQuestions | GivenAnswer> {
  let started: Started | undefined;
  return async (event, context) => {
    const { ports, logger } = (started ??= start());
    logger.resetKeys();
    logger.addContext(context);
    try {
      const request = requestIn(event);
      const asked = loggable(request);
      logger.info('start', { asked });
      const output = await run(request, ports);
      logger.info('end', { asked, ...('outcome' in output ? { given: output } : { open: output.questions.length }) });
      return output;
    } catch (error) {
      logger.error('failure', error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  };
}

export const handler = answering(() => {
  const environment = process.env[ENVIRONMENT_VARIABLES.environment];
  return { ports: answeringPorts(), logger: new Logger({ persistentKeys: { environment } }) };
});

/** @throws StepInputInvalid, which repeats nothing of what came */
function requestIn(event: unknown): AnswerRequest {
  const request = answerRequestSchema.safeParse(event);
  if (request.success) return request.data;
  const [{ path, message }] = request.error.issues;
  throw new PlatformError(ERROR_NAMES.stepInputInvalid, {
    problem: `what the answering function is asked is invalid${path.length === 0 ? '' : ` in '${path.join('.')}'`}`,
    allowed: message,
    hint: 'ask it with the command line of the commit that is deployed',
  });
}

function loggable(request: AnswerRequest) {
  const { action } = request;
  return action === 'open' ? request : { action, ...request.answer };
}
