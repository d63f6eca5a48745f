import { parseArgs, type ParseArgsConfig } from 'node:util';
import { PlatformError } from '../core/contracts/errors.ts';

/** One command-line option: how `--help` shows it, and how parseArgs reads it. */
export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  /** The placeholder in the help text: FILE, N, ... */
  readonly value?: string;
  readonly help: string;
}

export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
}

/** A command that needs one word first, which says what to do: `npm run models -- list ...`. */
export interface VerbCommandSpec<V extends string> extends CommandSpec {
  readonly verbs: Readonly<Record<V, string>>;
}

/** A mistake in the command's words: shown as one line, without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A run that ended in failure, by the name and message of what went wrong: shown as one line, without a stack. */
export class RunFailed extends Error {
  override readonly name: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

export type ParsedOptions = Readonly<Record<string, string | boolean | undefined>>;

/** @returns undefined when `--help` was asked for, and was printed. @throws UsageError naming the unknown or incomplete option. */
export function parseCommand(spec: CommandSpec, args: readonly string[]): ParsedOptions | undefined {
  return parse(spec, args, false)?.options;
}

/** As parseCommand, for a command with a verb. @throws UsageError also for a missing, unknown or second verb. */
export function parseVerbCommand<V extends string>(
  spec: VerbCommandSpec<V>,
  args: readonly string[],
): { readonly verb: V; readonly options: ParsedOptions } | undefined {
  const parsed = parse(spec, args, true);
  if (parsed === undefined) return undefined;
  const [word, ...more] = parsed.words;
  const known = Object.keys(spec.verbs) as V[];
  const verb = known.find((name) => name === word);
  const problem =
    word === undefined
      ? 'say what to do'
      : verb === undefined
        ? `'${word}' is unknown`
        : `'${more.join(' ')}' is too much`;
  if (verb === undefined || more.length > 0) {
    throw new UsageError(`${problem}: npm run ${spec.name} -- ${known.join('|')} [options]; --help explains them`);
  }
  return { verb, options: parsed.options };
}

function parse(spec: CommandSpec, args: readonly string[], allowPositionals: boolean) {
  const options: NonNullable<ParseArgsConfig['options']> = { help: { type: 'boolean' } };
  for (const [name, option] of Object.entries(spec.options)) options[name] = { type: option.type };
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals });
    if (values.help === true) {
      process.stdout.write(helpText(spec));
      return undefined;
    }
    return { options: values as ParsedOptions, words: positionals };
  } catch (cause) {
    const message = cause instanceof Error ? (cause.message.split(/\.\s|\n/)[0] ?? cause.message) : String(cause);
    throw new UsageError(`${message}; 'npm run ${spec.name} -- --help' lists the options`, { cause });
  }
}

export function helpText(spec: CommandSpec & Partial<VerbCommandSpec<string>>): string {
  const options = Object.entries(spec.options).map(([name, option]) => [
    `  --${name}${option.value === undefined ? '' : ` ${option.value}`}`,
    option.help,
  ]);
  const verbs = Object.entries(spec.verbs ?? {}).map(([name, help]) => [`  ${name}`, help]);
  const width = Math.max(...[...verbs, ...options].map(([left]) => left?.length ?? 0)) + 2;
  const block = (rows: readonly (readonly string[])[]): string =>
    rows.map(([left = '', right = '']) => left.padEnd(width) + right).join('\n');
  const usage = `npm run ${spec.name} -- ${verbs.length === 0 ? '' : `${Object.keys(spec.verbs ?? {}).join('|')} `}[options]`;
  const parts = [usage, spec.summary, block(verbs), block(options)];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** Reads a string option. */
export function text(options: ParsedOptions, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

/** Reads a required string option. @throws UsageError */
export function requiredText(options: ParsedOptions, name: string, hint: string): string {
  const value = text(options, name);
  if (value === undefined || value === '') throw new UsageError(`--${name} is missing: ${hint}`);
  return value;
}

/** Reads a whole number. @throws UsageError */
export function wholeNumber(options: ParsedOptions, name: string, least: number): number | undefined {
  const value = text(options, name);
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < least) {
    throw new UsageError(`--${name} '${value}' is not a whole number of at least ${least}`);
  }
  return number;
}

/** Runs a command: its errors end the process with 1 (2 for a usage error) and one clear line. */
export async function runCommand(main: (args: readonly string[]) => Promise<void>): Promise<void> {
  // A reader that has seen enough (`| head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    const usage = error instanceof UsageError;
    const known = usage || error instanceof RunFailed || error instanceof PlatformError;
    process.stderr.write(`${known ? `${error.name}: ${error.message}` : describeUnknown(error)}\n`);
    process.exitCode = usage ? 2 : 1;
  }
}

function describeUnknown(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
