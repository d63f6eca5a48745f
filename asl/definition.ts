import * as z from 'zod';
import type { Json } from './json.ts';

/**
 * The Amazon States Language as far as this interpreter implements it, JSONata form. Objects are strict: a field that is
 * not listed here is refused by name, never skipped.
 */
const json = z.json() as z.ZodType<Json>;
const expression = z.string().regex(/^\{%[\s\S]*%\}$/, 'must be a JSONata expression, {% ... %}');
const name = z.string().min(1).max(80);
const variables = z.record(
  z
    .string()
    .max(80)
    .regex(
      /^[\p{ID_Start}_]\p{ID_Continue}*$/u,
      'INVALID_VARIABLE_NAME: the variable name contains invalid characters.',
    )
    .refine((key) => key !== 'states', "RESERVED_VARIABLE_NAME: Cannot assign to reserved variable '$states'."),
  json,
);
const count = z.number().int().min(0);
const seconds = z.number().int().min(1).max(99_999_999);

const common = { Comment: z.string().optional(), QueryLanguage: z.literal('JSONata').optional() };
const transition = { Next: name.optional(), End: z.literal(true).optional() };
const result = { Output: json.optional(), Assign: variables.optional() };

export const retrierSchema = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: z.array(z.string()).min(1),
  IntervalSeconds: z.number().int().min(1).max(99_999_999).optional(),
  MaxAttempts: count.max(99_999_999).optional(),
  BackoffRate: z.number().min(1).optional(),
  MaxDelaySeconds: z.number().int().min(1).max(31_622_400).optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).optional(),
});

export const catcherSchema = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: z.array(z.string()).min(1),
  Next: name,
  ...result,
});

const handlers = { Retry: z.array(retrierSchema).optional(), Catch: z.array(catcherSchema).optional() };

export const passSchema = z.strictObject({ Type: z.literal('Pass'), ...common, ...transition, ...result });

export const taskSchema = z.strictObject({
  Type: z.literal('Task'),
  ...common,
  ...transition,
  ...result,
  ...handlers,
  Resource: z.string(),
  Arguments: json.optional(),
  Credentials: z.strictObject({ RoleArn: z.string() }).optional(),
  TimeoutSeconds: z.union([seconds, expression]).optional(),
  HeartbeatSeconds: z.union([seconds, expression]).optional(),
});

export const choiceSchema = z.strictObject({
  Type: z.literal('Choice'),
  ...common,
  ...result,
  Choices: z
    .array(
      z.strictObject({
        Comment: z.string().optional(),
        Condition: z.union([expression, z.boolean()]),
        Next: name,
        ...result,
      }),
    )
    .min(1),
  Default: name.optional(),
});

export const waitSchema = z.strictObject({
  Type: z.literal('Wait'),
  ...common,
  ...transition,
  ...result,
  Seconds: z.union([count.max(99_999_999), expression]).optional(),
  Timestamp: z.string().optional(),
});

export const succeedSchema = z.strictObject({ Type: z.literal('Succeed'), ...common, Output: json.optional() });

export const failSchema = z.strictObject({
  Type: z.literal('Fail'),
  ...common,
  Error: z.string().optional(),
  Cause: z.string().optional(),
});

/** An interface, because the types below refer to themselves through it. */
export interface States {
  readonly [name: string]: State;
}
const states = { StartAt: name, States: z.lazy((): z.ZodType<States> => z.record(name, stateSchema)) };

export const parallelSchema = z.strictObject({
  Type: z.literal('Parallel'),
  ...common,
  ...transition,
  ...result,
  ...handlers,
  Arguments: json.optional(),
  Branches: z.array(z.strictObject({ Comment: z.string().optional(), ...states })).min(1),
});

const s3Resource = (action: string) => z.string().regex(new RegExp(`^arn:[^:]+:states:::s3:${action}$`));

export const itemReaderSchema = z.strictObject({
  Resource: s3Resource('(getObject|listObjectsV2)'),
  Arguments: json,
  ReaderConfig: z
    .strictObject({
      InputType: z.enum(['JSON', 'JSONL', 'CSV']).optional(),
      CSVHeaderLocation: z.enum(['FIRST_ROW', 'GIVEN']).optional(),
      CSVHeaders: z.array(z.string()).min(1).optional(),
      CSVDelimiter: z.enum(['COMMA', 'PIPE', 'SEMICOLON', 'SPACE', 'TAB']).optional(),
      MaxItems: z.union([count, expression]).optional(),
    })
    .optional(),
});

export const itemBatcherSchema = z.strictObject({
  MaxItemsPerBatch: z.union([count.min(1), expression]).optional(),
  MaxInputBytesPerBatch: z.union([count.min(1).max(262_144), expression]).optional(),
  BatchInput: json.optional(),
});

export const resultWriterSchema = z.strictObject({ Resource: s3Resource('putObject'), Arguments: json });

export const mapSchema = z.strictObject({
  Type: z.literal('Map'),
  ...common,
  ...transition,
  ...result,
  ...handlers,
  Items: z.union([z.array(json), expression]).optional(),
  ItemSelector: json.optional(),
  ItemProcessor: z.strictObject({
    Comment: z.string().optional(),
    ProcessorConfig: z
      .strictObject({
        Mode: z.enum(['INLINE', 'DISTRIBUTED']).optional(),
        ExecutionType: z.enum(['STANDARD', 'EXPRESS']).optional(),
      })
      .optional(),
    ...states,
  }),
  MaxConcurrency: z.union([count, expression]).optional(),
  ToleratedFailureCount: z.union([count, expression]).optional(),
  ToleratedFailurePercentage: z.union([z.number().min(0).max(100), expression]).optional(),
  Label: z.string().optional(),
  ItemReader: itemReaderSchema.optional(),
  ItemBatcher: itemBatcherSchema.optional(),
  ResultWriter: resultWriterSchema.optional(),
});

export const stateSchema: z.ZodType<State> = z.discriminatedUnion('Type', [
  taskSchema,
  passSchema,
  choiceSchema,
  waitSchema,
  mapSchema,
  parallelSchema,
  succeedSchema,
  failSchema,
]);

export const stateMachineSchema = z.strictObject({
  Comment: z.string().optional(),
  QueryLanguage: z.enum(['JSONata', 'JSONPath']).optional(),
  Version: z.literal('1.0').optional(),
  TimeoutSeconds: seconds.optional(),
  ...states,
});

export type TaskState = z.infer<typeof taskSchema>;
export type PassState = z.infer<typeof passSchema>;
export type ChoiceState = z.infer<typeof choiceSchema>;
export type WaitState = z.infer<typeof waitSchema>;
export type MapState = z.infer<typeof mapSchema>;
export type ParallelState = z.infer<typeof parallelSchema>;
export type SucceedState = z.infer<typeof succeedSchema>;
export type FailState = z.infer<typeof failSchema>;
export type State =
  TaskState | PassState | ChoiceState | WaitState | MapState | ParallelState | SucceedState | FailState;

export type StateMachine = z.infer<typeof stateMachineSchema>;
export type Retrier = z.infer<typeof retrierSchema>;
export type Catcher = z.infer<typeof catcherSchema>;
export type ItemReader = z.infer<typeof itemReaderSchema>;
export type ItemBatcher = z.infer<typeof itemBatcherSchema>;
export type ResultWriter = z.infer<typeof resultWriterSchema>;

/** States that one another lead to: a machine, an ItemProcessor, a branch. */
export interface StateGraph {
  readonly StartAt: string;
  readonly States: States;
}

export function isDistributed(state: MapState): boolean {
  return state.ItemProcessor.ProcessorConfig?.Mode === 'DISTRIBUTED';
}
