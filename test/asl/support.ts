import {
  createInterpreter,
  createVirtualClock,
  InvalidDefinition,
  type Execution,
  type HistoryEvent,
  type Interpreter,
  type InterpreterOptions,
  type Json,
  type MachineType,
  type S3Objects,
  type TaskHandler,
} from '../../asl/index.ts';

export const MACHINE = 'arn:aws:states:eu-west-1:111122223333:stateMachine:machine';
export const LAMBDA = 'arn:aws:states:::lambda:invoke';

export interface RunOptions extends Partial<Omit<InterpreterOptions, 'machines'>> {
  readonly input?: Json;
  readonly type?: MachineType;
  readonly machines?: Readonly<Record<string, { readonly definition: unknown }>>;
}

export function machineOf(states: Record<string, object>, more: object = {}): object {
  return { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states, ...more };
}

/** A machine of one Task that calls a function; the fields given are added to it. */
export function taskMachine(fields: object = {}): object {
  return machineOf({ Call: { Type: 'Task', Resource: LAMBDA, Arguments: {}, End: true, ...fields } });
}

export function interpreterOf(definition: unknown, options: RunOptions = {}): Interpreter {
  return createInterpreter({
    integrations: {},
    clock: createVirtualClock(),
    seed: 1,
    ...options,
    machines: { [MACHINE]: { definition, type: options.type ?? 'STANDARD' }, ...options.machines },
  });
}

/** Why a definition is refused; nothing when it is not. */
export function problemsOf(definition: unknown, options: RunOptions = {}): readonly string[] {
  try {
    interpreterOf(definition, { ...lambda(async () => null), ...options });
    return [];
  } catch (error) {
    if (error instanceof InvalidDefinition) return error.problems;
    throw error;
  }
}

export function run(definition: unknown, options: RunOptions = {}): Promise<Execution> {
  return interpreterOf(definition, options).startExecution({ machineArn: MACHINE, input: options.input ?? {} });
}

export function lambda(handler: TaskHandler): { readonly integrations: Readonly<Record<string, TaskHandler>> } {
  return { integrations: { [LAMBDA]: handler } };
}

export function typesOf({ events }: Execution): readonly string[] {
  return events.map(({ type }) => type);
}

/** Seconds since the start at which events of a type happened. */
export function secondsOf({ events }: Execution, type: string): readonly number[] {
  const start = Date.parse(events[0].timestamp);
  return events.filter((event) => event.type === type).map(({ timestamp }) => (Date.parse(timestamp) - start) / 1000);
}

export function eventOf({ events }: Execution, type: string): HistoryEvent {
  const found = events.find((event) => event.type === type);
  if (found === undefined) throw new Error(`no ${type} among ${events.map((event) => event.type).join(', ')}`);
  return found;
}

export function named(name: string, message = ''): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

/** An S3 in memory; keys are 'bucket/key'. */
export function memoryS3(objects: Record<string, string>): S3Objects & { readonly objects: Record<string, string> } {
  return {
    objects,
    async getObject(bucket, key) {
      const body = objects[`${bucket}/${key}`];
      if (body === undefined) throw new Error('The specified key does not exist.');
      return new TextEncoder().encode(body);
    },
    async putObject(bucket, key, body) {
      objects[`${bucket}/${key}`] = new TextDecoder().decode(body);
    },
    async listObjectsV2(bucket, prefix) {
      const keys = Object.keys(objects).filter((key) => key.startsWith(`${bucket}/${prefix}`));
      return keys.sort().map((key) => ({
        Etag: 'etag',
        Key: key.slice(bucket.length + 1),
        LastModified: 0,
        Size: objects[key].length,
        StorageClass: 'STANDARD',
      }));
    },
  };
}
