import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { documentedBlocks, withoutBlocks } from '../../scripts/documented-blocks.mjs';

/** A command as a person finds it, and where. */
export interface Found {
  readonly where: string;
  readonly command: string;
}

/** What a document says: commands to run; blocks that are marked as impossible to run here; blocks that are no commands. */
export interface Documented {
  readonly commands: readonly Found[];
  readonly marked: readonly string[];
  readonly unknownBlocks: readonly string[];
}

const CALL_WITHIN = /npm (run|start|test)\b|npx /;
const NOT_COMMANDS = ['mermaid', 'json', 'ts'];

/** Every line of the blocks marked `sh` or `sh alone`, and every command in `inline code`. A block marked `sh no-ci` needs an AWS account. */
export function documentedCommands(where: string, markdown: string): Documented {
  const blocks = documentedBlocks(markdown);
  const inline = [...withoutBlocks(markdown).matchAll(/`([^`\n]+)`/g)].flatMap(([, code]) => commandsIn(code));
  const ofKind = (wanted: string) => blocks.flatMap(({ kind, commands }) => (kind === wanted ? commands : []));
  return {
    commands: [...ofKind('sh'), ...ofKind('sh alone'), ...inline].map((command) => ({ where, command })),
    marked: ofKind('sh no-ci'),
    unknownBlocks: blocks
      .map(({ kind }) => kind)
      .filter((kind) => !['sh', 'sh alone', 'sh no-ci', ...NOT_COMMANDS].includes(kind)),
  };
}

const CALL = /(?<=(['`"]?))\b(npm (?:run [\w:-]+|start|test)|npx [\w-]+)/g;

/** What can be run in a text: up to the quote that it stands in, or to the end of its line. Without ' -- ' it is only named. */
export function commandsIn(broken: string): readonly string[] {
  // As a shell reads on.
  const text = broken.replaceAll(/ \\\n\s*/g, ' ');
  return [...text.matchAll(CALL)].map(({ 0: name, 1: quote, index }) => {
    const rest = text.slice(index + name.length);
    const isCalled = name.startsWith('npx') || rest.startsWith(' -- ');
    return isCalled ? name + rest.slice(0, endOf(rest, quote)).trimEnd() : name;
  });
}

function endOf(text: string, quote: string): number {
  const at = text.indexOf(quote === '' ? '\n' : quote);
  return at === -1 ? text.length : at;
}
/** The mark of a text that says how a command is called, instead of calling it. */
const USAGE = '[options]';

/** What the expressions of a message stand for, by their last name. An expression that is missing here fails the test. */
export const SAMPLES: Readonly<Record<string, readonly string[]>> = {
  place: ['--env prod', '--folder out/demo'],
  placeOption: ['--env prod', '--folder out/demo'],
  environment: ['prod'],
  dataset: ['weather'],
  delivery: ['weather/temperatures.csv'],
  series: ["'Seattle high'"],
  date: ['2015-12-20'],
  runId: ['R'],
  read: ['', ' --report SHA256'],
  name: ['models'],
  data: ['out/demo/landing/weather/temperatures.csv'],
};

/** The commands in the texts of a source file, comments apart, one for each place that a message is printed at. */
export function printedCommands(where: string, source: string): readonly Found[] {
  if (!CALL_WITHIN.test(source)) return [];
  const found: Found[] = [];
  const visit = (node: ts.Node): void => {
    const text = textOf(node, where);
    if (text === undefined) ts.forEachChild(node, visit);
    else found.push(...text.flatMap(commandsIn).map((command) => ({ where, command })));
  };
  visit(ts.createSourceFile(where, source, ts.ScriptTarget.Latest, true));
  return found;
}

/** A text as it is printed, in each of its forms; undefined of what is no text. */
function textOf(node: ts.Node, where: string): readonly string[] | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (!ts.isTemplateExpression(node)) return undefined;
  if (!CALL_WITHIN.test(node.getText())) return undefined;
  if (node.getText().includes(USAGE)) return [];
  let forms: readonly string[] = [node.head.text];
  for (const { expression, literal } of node.templateSpans) {
    const name = /^(?:\w+\.)*(\w+)(?:\(.*\))?$/s.exec(expression.getText())?.[1] ?? '';
    const samples = SAMPLES[name] ?? [`<${where}: ${expression.getText()}>`];
    forms = samples.flatMap((sample) => forms.map((form) => form + sample + literal.text));
  }
  return forms;
}

/** Source files below the folders, tests apart. */
export function sourceFiles(folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|mts|mjs)$/.test(entry.name))
      .map(({ parentPath, name }) => join(parentPath, name)),
  );
}

export function printedBy(folders: readonly string[]): readonly Found[] {
  return sourceFiles(folders).flatMap((file) => printedCommands(file, readFileSync(file, 'utf8')));
}
