import { choicesOf, type Command, type Option } from './command-schema.ts';
import type { Fact, Table } from './table.ts';
import type { Part } from './view.ts';

/** What stands on the command line beside `--help`, by the option's name. */
export type Given = Readonly<Record<string, unknown>>;

const STANDARD_OPTIONS: readonly Fact[] = [
  ['  --json-schema', 'print these options as JSON Schema, for a form or a program'],
  ['  --help', 'print this'],
];

/** What the command does, how it is called, and what it takes, by groups; defaults that follow from another option by what is given of that one. */
export function helpText(command: Command, given: Given): readonly Part[] {
  const { name, summary, verb, calls, epilogue } = command;
  const verbs = verb?.enum ?? [];
  const npm = name === 'start' ? 'npm start' : `npm run ${name}`;
  return [
    paragraphs(summary),
    ...(calls.length === 0
      ? []
      : ['', calls.length === 1 ? 'Example:' : 'Examples:', ...calls.map((call) => `  ${call}`)]),
    '',
    `Usage: ${npm} -- ${verbs.length === 0 ? '' : 'WHAT '}[options]`,
    ...(verbs.length === 0
      ? []
      : [
          '',
          'WHAT is one of:',
          { facts: verbs.map((word, at): Fact => [`  ${word}`, verb?.enumDescriptions?.[at] ?? '']) },
        ]),
    ...groupsOf(command, given),
    ...(epilogue === undefined ? [] : ['', epilogue.title, { facts: indented(Object.entries(epilogue.facts)) }]),
  ];
}

/** A line end within a paragraph is where its source was broken; a line that stands in is one of its own. */
function paragraphs(text: string): string {
  return text.replaceAll(/(?<!\n)\n(?![\n ])/g, ' ');
}

function indented(facts: readonly Fact[]): readonly Fact[] {
  return facts.map(([label, text]) => [`  ${label}`, text]);
}

/** What is in none stands in one of its own. */
function groupsOf({ options, groups }: Command, given: Given): readonly Part[] {
  const grouped = new Set(Object.values(groups).flat());
  const others = options.map(({ name }) => name).filter((name) => !grouped.has(name));
  const last = [grouped.size === 0 ? 'Options' : 'Further options', others] as const;
  const all = [...Object.entries(groups), ...(others.length === 0 ? [] : [last])];
  return all.flatMap(([title, names], at) => {
    const own = names.flatMap((name) => options.find((option) => option.name === name) ?? []);
    const facts = [...own.map((option) => factOf(option, given)), ...(at === all.length - 1 ? STANDARD_OPTIONS : [])];
    return ['', `${title}:`, { facts }, ...defaultsTable(own, given)];
  });
}

function factOf(option: Option, given: Given): Fact {
  const { name, placeholder, description } = option;
  const choices = choicesOf(option);
  const allowed = choices === undefined ? '' : `: ${choices.join(', ')}`;
  return [
    `  --${name}${option.type === 'boolean' ? '' : ` ${placeholder ?? 'TEXT'}`}`,
    `${description}${allowed}${otherwise(option, choices, given)}`,
  ];
}

/** What happens without the option. */
function otherwise(option: Option, choices: readonly string[] | undefined, given: Given): string {
  const { isRequired, default: value, defaultsBy } = option;
  if (isRequired) return ' (required)';
  if (defaultsBy !== undefined)
    return ` (default ${chosenDefault(option, given) ?? `by --${defaultsBy.option}, below`})`;
  if (value === undefined || value === false || (Array.isArray(value) && value.length === 0)) return '';
  const isAll = Array.isArray(value) && value.join() === choices?.join();
  const text = isAll ? 'all' : String(value);
  return ` (default ${text.includes(' ') ? `'${text}'` : text})`;
}

function chosenDefault({ defaultsBy }: Option, given: Given): string | undefined {
  return defaultsBy?.values[String(given[defaultsBy.option])];
}

/** The defaults that follow from an option that is not given, or as nothing that there is: a row for each of its choices. */
function defaultsTable(options: readonly Option[], given: Given): readonly Part[] {
  const open = options.filter(
    (option) => option.defaultsBy !== undefined && chosenDefault(option, given) === undefined,
  );
  const by = open[0]?.defaultsBy;
  if (by === undefined) return [];
  const rows = Object.keys(by.values).map((choice) => ({
    cells: [choice, ...open.map(({ defaultsBy }) => defaultsBy?.values[choice] ?? '')],
  }));
  const table: Table = { columns: [{ title: by.option }, ...open.map(({ name }) => ({ title: name }))], rows };
  return ['', `Defaults by --${by.option}:`, { table }];
}
