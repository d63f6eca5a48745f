import type { Dataset } from '../../core/contracts/dataset.ts';
import { shown } from '../../core/contracts/visible.ts';
import type { Doubt } from '../../core/inspect/undecided.ts';

/** The name under which datasets/index.ts imports it: 'daily-sales' is dailySales. A word of the language, or a digit first, is prefixed. */
export function constantOf(name: string): string {
  const camel = name.replaceAll(/-+([a-z0-9]?)/g, (_, letter: string) => letter.toUpperCase());
  return /^\d/.test(camel) || RESERVED.has(camel) ? `dataset${camel.charAt(0).toUpperCase()}${camel.slice(1)}` : camel;
}

const RESERVED = new Set([
  ...['await', 'break', 'case', 'catch', 'class', 'const', 'continue', 'debugger', 'default', 'delete', 'do', 'else'],
  ...['enum', 'export', 'extends', 'false', 'finally', 'for', 'function', 'if', 'implements', 'import', 'in', 'let'],
  ...['instanceof', 'interface', 'new', 'null', 'package', 'private', 'protected', 'public', 'return', 'static'],
  ...[
    'super',
    'switch',
    'this',
    'throw',
    'true',
    'try',
    'typeof',
    'var',
    'void',
    'while',
    'with',
    'yield',
    'arguments',
  ],
  ...['eval', 'undefined', 'async', 'of', 'as', 'type'],
]);

/** The module of a data set, as its neighbours in datasets/ are written; what is doubtful has a comment above its field. */
export function literalText(dataset: Dataset, file: string, doubts: readonly Doubt[]): string {
  const comments = new Map<string, string[]>();
  for (const { field, says } of doubts) comments.set(field, [...(comments.get(field) ?? []), ...commentLines(says)]);
  return [
    "import { checkedDataset } from '../core/contracts/checked-dataset.ts';",
    '',
    `/** Written by \`npm run init\` from ${inComment(shown(file))}: read every field, and edit what no file can say. */`,
    `export const ${constantOf(dataset.name)} = checkedDataset(${written(dataset, '', comments)});`,
    '',
  ].join('\n');
}

/** Ends the path of what stands in a list: a line each. */
const ITEM = '[]';

type Comments = ReadonlyMap<string, readonly string[]>;

/** As TypeScript that a formatter is to break and indent: what holds no object, and no comment, stands on one line where it fits. */
function written(value: unknown, path: string, comments: Comments): string {
  if (Array.isArray(value)) return `[${value.map((item) => written(item, `${path}${ITEM}`, comments)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? quoted(value) : String(value);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  if (fields.length === 0) return '{}';
  const lines = fields.map(([name, field]) => {
    const own = path === '' ? name : `${path}.${name}`;
    const above = (comments.get(own) ?? []).map((line) => `// ${line}\n`);
    return `${above.join('')}${quoted(name)}: ${written(field, own, comments)}`;
  });
  const isPlain =
    path.endsWith(ITEM) ||
    (lines.every((line) => !line.startsWith('//')) && fields.every(([, field]) => !isFilled(field)));
  return isPlain ? `{ ${lines.join(', ')} }` : `{\n${lines.join(',\n')},\n}`;
}

function isFilled(field: unknown): boolean {
  return typeof field === 'object' && field !== null && !Array.isArray(field) && Object.keys(field).length > 0;
}

/** Every character that a reader would not see by its number: in a source text, too, it would read as another. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from(
      { length: character.length },
      (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}

const COMMENT_CHARACTERS = 100;

/** A sentence, on lines that stand indented. */
function commentLines(says: string): readonly string[] {
  const text = inComment(shown(says.charAt(0).toUpperCase() + says.slice(1), 500));
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1];
    if (line !== '' && line.length + word.length >= COMMENT_CHARACTERS) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}

function inComment(text: string): string {
  return text.replaceAll('*/', '* /');
}
