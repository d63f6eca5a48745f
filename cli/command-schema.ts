import * as z from 'zod';

/**
 * All that a command is: what its options are called, take, allow and mean. `title` is its name, `description` its summary, `calls` are examples, `groups` headings of options;
 * an option's `placeholder` stands for its value in the help text, and a `positional` one is the word that says what to do.
 */
export type CommandSchema = z.ZodObject;

const rangeSchema = z.object({
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  exclusiveMaximum: z.number().optional(),
  multipleOf: z.number().optional(),
});
export type Range = z.infer<typeof rangeSchema>;

/** What a text on the command line is read as. */
const optionSchema = rangeSchema.extend({
  type: z.enum(['string', 'number', 'integer', 'boolean', 'array']),
  description: z.string(),
  placeholder: z.string().optional(),
  positional: z.literal(true).optional(),
  default: z.union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number()]))]).optional(),
  /** What it is without, by the value of another option. */
  defaultsBy: z.object({ option: z.string(), values: z.record(z.string(), z.string()) }).optional(),
  examples: z.array(z.string()).optional(),
  enum: z.array(z.string()).optional(),
  enumDescriptions: z.array(z.string()).optional(),
  items: rangeSchema
    .extend({ type: z.enum(['string', 'number']).optional(), enum: z.array(z.string()).optional() })
    .optional(),
});
export type Option = z.infer<typeof optionSchema> & { readonly name: string; readonly isRequired: boolean };

const epilogueSchema = z.object({ title: z.string(), facts: z.record(z.string(), z.string()) });

const commandSchema = z.object({
  title: z.string(),
  description: z.string(),
  calls: z.array(z.string()).default([]),
  groups: z.record(z.string(), z.array(z.string())).default({}),
  epilogue: epilogueSchema.optional(),
  properties: z.record(z.string(), optionSchema),
  required: z.array(z.string()).default([]),
});

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** The one that is a word, not an option. */
  readonly verb?: Option;
  readonly options: readonly Option[];
  /** As a person calls it, each runs as it stands. */
  readonly calls: readonly string[];
  /** Names of options by the heading that they stand below in the help text. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** What stands below the options in the help text. */
  readonly epilogue?: z.infer<typeof epilogueSchema>;
}

/** The command's options as JSON Schema, for a form or for a program that builds the command line. */
export function jsonSchemaOf(schema: CommandSchema): object {
  return z.toJSONSchema(schema, { io: 'input' });
}

/** @throws ZodError when the schema holds what no command line can say */
export function commandOf(schema: CommandSchema): Command {
  const { title, description, calls, groups, epilogue, properties, required } = commandSchema.parse(
    jsonSchemaOf(schema),
  );
  const all = Object.entries(properties).map(([name, option]) => ({
    ...option,
    name,
    isRequired: required.includes(name),
  }));
  const verb = all.find(({ positional }) => positional === true);
  const options = all.filter((option) => option !== verb);
  return {
    name: title,
    summary: description,
    options,
    calls,
    groups,
    ...(verb === undefined ? {} : { verb }),
    ...(epilogue === undefined ? {} : { epilogue }),
  };
}

/** What an option's values are chosen from, when they are. */
export function choicesOf({ enum: choices, items }: Option): readonly string[] | undefined {
  return choices ?? items?.enum;
}
