import { choicesOf, type Command, type Option } from './command-schema.ts';

const STANDARD_OPTIONS = [
  ['  --json-schema', 'print these options as JSON Schema, for a form or a program'],
  ['  --help', 'print this'],
] as const;

export function helpText({ name, summary, verb, options, epilogue = '' }: Command): string {
  const verbs = verb?.enum ?? [];
  const verbRows = verbs.map((word, at) => [`  ${word}`, verb?.enumDescriptions?.[at] ?? ''] as const);
  const optionRows = [...options.map(rowOf), ...STANDARD_OPTIONS];
  const width = Math.max(...[...verbRows, ...optionRows].map(([left]) => left.length)) + 2;
  const block = (rows: readonly (readonly [string, string])[]): string =>
    rows.map(([left, right]) => left.padEnd(width) + right).join('\n');
  const usage = `npm run ${name} -- ${verbs.length === 0 ? '' : `${verbs.join('|')} `}[options]`;
  const parts = [usage, summary, block(verbRows), block(optionRows), epilogue];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function rowOf(option: Option): readonly [string, string] {
  const { name, placeholder, description } = option;
  const choices = choicesOf(option);
  const allowed = choices === undefined ? '' : `: ${choices.join(', ')}`;
  return [
    `  --${name}${option.type === 'boolean' ? '' : ` ${placeholder ?? 'TEXT'}`}`,
    `${description}${allowed}${otherwise(option, choices)}`,
  ];
}

/** What happens without the option. */
function otherwise({ isRequired, default: value }: Option, choices: readonly string[] | undefined): string {
  if (isRequired) return ' (required)';
  if (value === undefined || value === false || (Array.isArray(value) && value.length === 0)) return '';
  const isAll = Array.isArray(value) && value.join() === choices?.join();
  const text = isAll ? 'all' : String(value);
  return ` (default ${text.includes(' ') ? `'${text}'` : text})`;
}
