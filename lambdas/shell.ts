import type { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { ENVIRONMENT_VARIABLES } from '../core/contracts/environment-variables.ts';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import { TASK_TOKEN, TOKEN_LEFT_OUT, withinReplaySchema } from '../core/contracts/steps/common.ts';
import type { Ports } from '../core/ports.ts';

/** What a step takes and gives; core/contracts/steps has them all. */
export interface Step<I, O> {
  readonly input: z.ZodType<I>;
  readonly output: z.ZodType<O>;
}

/** A step's own work, on the ports that it uses and no others. */
export type Run<I, O, P> = (input: I, ports: P) => Promise<O>;

/**
 * The Lambda handler of a step. The AWS adapters and the logger are loaded on the first call only, so that a laptop, which calls
 * `run` itself, never loads them.
 */
export function onAws<I, O>(
  step: Step<I, O>,
  run: Run<I, O, Ports>,
): (event: unknown, context: LambdaContext) => Promise<O> {
  let started: ReturnType<typeof start> | undefined;
  return async (event, context) => {
    const { host, logger } = await (started ??= start());
    logger.resetKeys();
    logger.addContext(context);
    logger.appendKeys(logKeys.safeParse(event).data ?? {});
    logger.info('start', { input: withoutToken(event) });
    try {
      const output = await runStep(step, run, { event, host });
      logger.info('end', { output });
      return output;
    } catch (error) {
      logger.error('failure', error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  };
}

type LambdaContext = Parameters<Logger['addContext']>[0];

/** What the lines of one run are found by, in the inputs that have it. */
const logKeys = z.object({ dataset: z.string(), runId: z.string(), replay: z.string() }).partial();

/** An input as a log or an error may show it. */
function withoutToken(event: unknown): unknown {
  if (typeof event !== 'object' || event === null || !(TASK_TOKEN in event)) return event;
  return { ...event, [TASK_TOKEN]: TOKEN_LEFT_OUT };
}

/**
 * Runs a step between its contracts, on the ports of the replay that the event names beside the step's own input, if any.
 *
 * @throws StepInputInvalid when the event is not the step's input
 */
export async function runStep<I, O, P>(
  step: Step<I, O>,
  run: Run<I, O, P>,
  { event, host }: { readonly event: unknown; readonly host: (replay?: string) => P },
): Promise<O> {
  const { replay, asked } = takeReplay(event);
  const input = step.input.safeParse(asked);
  if (!input.success) throw invalidInput(event, input.error);
  return step.output.parse(await run(input.data, host(replay)));
}

/** A replay that is named wrongly is refused, never left out: what the step makes would go to the data set's own place. */
function takeReplay(event: unknown): { readonly replay?: string; readonly asked: unknown } {
  if (typeof event !== 'object' || event === null || !('replay' in event)) return { asked: event };
  const within = withinReplaySchema.safeParse(event);
  if (!within.success) throw invalidInput(event, within.error);
  const { replay, ...asked } = within.data;
  return { replay, asked };
}

function invalidInput(event: unknown, cause: z.ZodError): PlatformError {
  const [issue] = cause.issues;
  const field = issue.path.join('.');
  const got = issue.path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown>)[key],
    withoutToken(event),
  );
  return new PlatformError(ERROR_NAMES.stepInputInvalid, {
    problem: field === '' ? 'the input of the step is invalid' : `the field '${field}' of the step's input is invalid`,
    got: got === undefined ? 'nothing' : got,
    allowed: issue.message,
    hint: 'compare with the step in core/contracts/steps/',
    cause,
  });
}

async function start() {
  const [{ awsPorts }, { accountHost }, { Logger }] = await Promise.all([
    import('../hosts/aws.ts'),
    import('../hosts/replay.ts'),
    import('@aws-lambda-powertools/logger'),
  ]);
  // The name of the service, which is the step's, the logger takes from its own variable.
  const environment = process.env[ENVIRONMENT_VARIABLES.environment];
  return { host: accountHost(awsPorts()), logger: new Logger({ persistentKeys: { environment } }) };
}
