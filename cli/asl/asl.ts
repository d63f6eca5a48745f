import { readFile } from 'node:fs/promises';
import { parse } from 'node:path';
import { stateMachineSchema } from '../../asl/definition.ts';
import { type Execution, type Interpreter, type Json, createInterpreter, createVirtualClock } from '../../asl/index.ts';
import { createMockHandler, mockSchema, unansweredTasks, type Mock } from './asl-mock.ts';
import { type CommandSpec, parseCommand, requiredText, text } from '../options.ts';

const COMMAND: CommandSpec = {
  name: 'asl',
  summary:
    'Runs one state machine (Amazon States Language, JSONata) without AWS. Waits cost no time. Exits with 1 when the\n' +
    'execution does not succeed, with 2 when it cannot start.\n\n' +
    'The mock file says what Task states answer, by state name, one answer a call (or one, without the list, for all):\n' +
    '  { "Name": [{ "Return": ... }, { "Throw": { "Error": "...", "Cause": "..." } }] }',
  options: {
    definition: { type: 'string', value: 'FILE', help: 'the state machine, JSON (required)' },
    input: { type: 'string', value: 'FILE', help: "the execution's input, JSON (default {})" },
    mock: { type: 'string', value: 'FILE', help: 'what Task states answer, JSON' },
    history: { type: 'boolean', help: 'print the execution history instead of the output' },
    seed: { type: 'string', value: 'N', help: 'of $random, $uuid and jitter (default 1)' },
  },
};

/** @returns the exit code. @throws Error with a message for the person when the execution cannot start. */
async function main(args: readonly string[]): Promise<number> {
  const options = parseCommand(COMMAND, args);
  if (options === undefined) return 0;
  const definitionPath = requiredText(options, 'definition', 'the state machine to run');
  const definition = await readJson(definitionPath);
  const mock = mockSchema.parse(await readJsonOr({}, text(options, 'mock')));
  const input = await readJsonOr({}, text(options, 'input'));
  const machineArn = `arn:aws:states:us-east-1:000000000000:stateMachine:${parse(definitionPath).name}`;
  const answerTask = createMockHandler(mock, () => interpreter);
  const interpreter: Interpreter = createInterpreter({
    machines: { [machineArn]: { definition } },
    integrations: () => answerTask,
    clock: createVirtualClock(),
    seed: text(options, 'seed') ?? '1',
  });
  requireAnswers(definition, mock);
  const execution = await interpreter.startExecution({ machineArn, input });
  process.stdout.write(
    `${JSON.stringify(options.history === true ? { events: execution.events } : resultOf(execution), null, 2)}\n`,
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
