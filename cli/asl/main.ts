import { readFile } from 'node:fs/promises';
import { parse } from 'node:path';
import { stateMachineSchema } from '../../asl/definition.ts';
import { type Execution, type Interpreter, type Json, createInterpreter, createVirtualClock } from '../../asl/index.ts';
import { createMockHandler, mockSchema, unansweredTasks, type Mock } from './asl-mock.ts';
import { parseCommand } from '../options.ts';
import { aslCommand } from './command.ts';
import { folderS3 } from './folder-s3.ts';

/** @returns the exit code. @throws Error with a message for the person when the execution cannot start. */
async function main(args: readonly string[]): Promise<number> {
  const options = parseCommand(aslCommand, args);
  if (options === undefined) return 0;
  const definition = await readJson(options.definition);
  const mock = mockSchema.parse(await readJsonOr({}, options.mock));
  const input = await readJsonOr({}, options.input);
  const machineArn = `arn:aws:states:us-east-1:000000000000:stateMachine:${parse(options.definition).name}`;
  const answerTask = createMockHandler(mock, () => interpreter);
  const interpreter: Interpreter = createInterpreter({
    machines: { [machineArn]: { definition, type: options.type } },
    strict: true,
    ...(options.s3 === undefined ? {} : { s3: folderS3(options.s3) }),
    integrations: () => answerTask,
    clock: createVirtualClock(),
    seed: options.seed,
  });
  requireAnswers(definition, mock);
  const execution = await interpreter.startExecution({ machineArn, input });
  process.stdout.write(
    `${JSON.stringify(options.history ? { events: execution.events } : resultOf(execution), null, 2)}\n`,
  );
  return execution.status === 'SUCCEEDED' ? 0 : 1;
}

function requireAnswers(definition: Json, mock: Mock): void {
  const missing = unansweredTasks(stateMachineSchema.parse(definition), mock);
  if (missing.length === 0) return;
  throw new Error(`Task states need an answer in --mock FILE; there is none for '${missing.join("', '")}'`);
}

function resultOf({ status, output, error, cause }: Execution): Json {
  if (output !== undefined) return output;
  return { status, ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
}

async function readJsonOr(otherwise: Json, path: string | undefined): Promise<Json> {
  return path === undefined ? otherwise : readJson(path);
}

async function readJson(path: string): Promise<Json> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Json;
  } catch (cause) {
    throw new Error(`cannot read '${path}' as JSON: ${(cause as Error).message}`, { cause });
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
