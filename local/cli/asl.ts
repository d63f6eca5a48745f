import { readFile } from 'node:fs/promises';
import { parse } from 'node:path';
import { parseArgs } from 'node:util';
import { stateMachineSchema } from '../asl/definition.ts';
import { createInterpreter, createVirtualClock, type Execution, type Interpreter, type Json } from '../asl/index.ts';
import { createMockHandler, mockSchema, unansweredTasks, type Mock } from './asl-mock.ts';

const HELP = `Runs one state machine (Amazon States Language, JSONata) without AWS.

npm run asl -- --definition FILE [--input FILE] [--mock FILE] [--history] [--seed N]

  --definition FILE  the state machine, JSON
  --input FILE       the execution's input, JSON ({} without it)
  --mock FILE        what Task states answer, by state name:
                     { "Name": [{ "Return": ... }, { "Throw": { "Error": "...", "Cause": "..." } }] }
                     one answer a call, or a single one, without the list, for all calls
  --history          prints the execution history instead of the output
  --seed N           of $random, $uuid and jitter (1 without it)

Waits cost no time. Exits with 1 when the execution does not succeed, with 2 when it cannot start.
`;

const OPTIONS = {
  definition: { type: 'string' },
  input: { type: 'string' },
  mock: { type: 'string' },
  history: { type: 'boolean', default: false },
  seed: { type: 'string', default: '1' },
  help: { type: 'boolean', default: false },
} as const;

/** @returns the exit code. @throws Error with a message for the person when the execution cannot start. */
async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (values.definition === undefined) throw new Error('--definition FILE is missing; --help says more');
  const definition = await readJson(values.definition);
  const mock = values.mock === undefined ? {} : mockSchema.parse(await readJson(values.mock));
  const input = values.input === undefined ? {} : await readJson(values.input);
  const machineArn = `arn:aws:states:us-east-1:000000000000:stateMachine:${parse(values.definition).name}`;
  const answerTask = createMockHandler(mock, () => interpreter);
  const interpreter: Interpreter = createInterpreter({
    machines: { [machineArn]: { definition } },
    integrations: () => answerTask,
    clock: createVirtualClock(),
    seed: values.seed,
  });
  requireAnswers(definition, mock);
  const execution = await interpreter.startExecution({ machineArn, input });
  process.stdout.write(
    `${JSON.stringify(values.history ? { events: execution.events } : resultOf(execution), null, 2)}\n`,
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
