import { parseArgs, type ParseArgsConfig } from 'node:util';
import type * as z from 'zod';
import { type Command, commandOf, type CommandSchema, jsonSchemaOf, type Option } from './command-schema.ts';
import { editDistance, nearestName } from '../core/ingest/nearest-name.ts';
import { UsageError } from './errors.ts';
import { helpText } from './help-text.ts';
import { refusalOf } from './refusal.ts';
import { printView } from './view.ts';

/**
 * Reads a command line by the command's schema.
 *
 * @returns undefined when `--help` or `--json-schema` was asked for, and was printed
 * @throws UsageError naming every option that is unknown, incomplete, missing or wrong
 */
export function parseCommand<S extends CommandSchema>(schema: S, args: readonly string[]): z.output<S> | undefined {
  const command = commandOf(schema);
  const { values, positionals } = readArguments(command, args);
  if (values.help === true || values['json-schema'] === true) {
    printView({ json: jsonSchemaOf(schema), text: helpText(command, values) }, values.help !== true);
    return undefined;
  }
  const { verb, options } = command;
  const read = options.map((option) => [option.name, valueOf(option, values[option.name])] as const);
  const input: Readonly<Record<string, unknown>> = {
    ...Object.fromEntries(read.filter(([, value]) => value !== undefined)),
    ...(verb === undefined ? {} : { [verb.name]: verbOf(command.name, verb, positionals) }),
  };
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const refusals = result.error.issues.flatMap((issue) => {
    const option = options.find(({ name }) => name === issue.path[0]);
    return option === undefined ? [issue.message] : [refusalOf(option, input[option.name], issue)];
  });
  throw new UsageError(refusals.join('\n'));
}

/** The options that stand on a command line that can be read, those that say no more than their default as well. */
export function givenOptions(schema: CommandSchema, args: readonly string[]): ReadonlySet<string> {
  return new Set(Object.keys(readArguments(commandOf(schema), args).values));
}

function readArguments({ name, verb, options }: Command, args: readonly string[]) {
  const config: NonNullable<ParseArgsConfig['options']> = {
    help: { type: 'boolean' },
    'json-schema': { type: 'boolean' },
  };
  for (const { name: key, type } of options)
    config[key] = { type: type === 'boolean' ? 'boolean' : 'string', multiple: type === 'array' };
  try {
    return parseArgs({
      args: withNegativeNumbers(args, options),
      options: config,
      allowPositionals: verb !== undefined,
    });
  } catch (cause) {
    const message = cause instanceof Error ? (cause.message.split(/\.\s|\n/)[0] ?? cause.message) : String(cause);
    throw new UsageError(`${message}; 'npm run ${name} -- --help' lists the options`, { cause });
  }
}

/** '--min -5' as '--min=-5', which is what Node's parser understands. */
function withNegativeNumbers(args: readonly string[], options: readonly Option[]): string[] {
  const numeric = new Set(
    options.filter(({ type }) => type === 'number' || type === 'integer').map(({ name }) => `--${name}`),
  );
  const isJoined = (at: number): boolean => numeric.has(args[at] ?? '') && /^-[\d.]/.test(args[at + 1] ?? '');
  return args.flatMap((arg, at) => (isJoined(at) ? [`${arg}=${args[at + 1]}`] : isJoined(at - 1) ? [] : [arg]));
}

/** A text that is no number stays one, so that the schema refuses it. */
function valueOf({ type, items }: Pick<Option, 'type' | 'items'>, value: unknown): unknown {
  if (Array.isArray(value)) return value.flatMap((part) => valueOf({ type, items }, part));
  if (typeof value !== 'string') return value;
  if (type !== 'array') return read(type, value);
  return value.split(',').map((item) => read(items?.type, item.trim()));
}

function read(type: Option['type'] | undefined, value: string): string | number {
  const isNumber = (type === 'integer' || type === 'number') && value.trim() !== '' && !Number.isNaN(Number(value));
  return isNumber ? Number(value) : value;
}

function verbOf(command: string, { enum: known = [] }: Option, [word, ...more]: readonly string[]): string {
  const isKnown = word !== undefined && known.includes(word);
  if (isKnown && more.length === 0) return word;
  const problem = isKnown ? `'${more.join(' ')}' is too much` : `'${word}' is unknown${meant(word ?? '', known)}`;
  throw new UsageError(
    `${word === undefined ? 'say what to do' : problem}: npm run ${command} -- ${known.join('|')} [options]; --help explains them`,
  );
}

/** Nothing where no verb is like it. */
function meant(word: string, known: readonly string[]): string {
  const nearest = nearestName(word, known);
  return nearest !== undefined && editDistance(word, nearest) * 2 <= word.length ? ` (did you mean '${nearest}'?)` : '';
}

/** An option that only some verbs need. @throws UsageError */
export function needed<T>(value: T | undefined, name: string, hint: string): T {
  if (value === undefined || value === '') throw new UsageError(`--${name} is missing: ${hint}`);
  return value;
}
