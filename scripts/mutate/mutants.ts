import { createHash } from 'node:crypto';
import ts from 'typescript';
import { conditionEdits, isCondition } from './conditions.ts';
import type { Edit } from './edit.ts';
import { callEdits, expressionEdits } from './expressions.ts';
import { statementEdits } from './statements.ts';
import { literalEdits } from './values.ts';

/** One mutant by what a person reads of it; two that read the same in one line are told apart by `nth`. */
export interface MutantName {
  readonly file: string;
  /** The whole line in which the change begins. */
  readonly line: string;
  readonly from: string;
  readonly to: string;
  readonly nth: number;
}

export interface Mutant extends Edit {
  /** `<file>#<hash>`: the same as long as the line is, wherever it moves in the file. */
  readonly id: string;
  readonly name: MutantName;
  readonly lineNumber: number;
}

/** Longest piece of code that a name quotes whole. */
const QUOTED = 80;

/** Every mutant of a file, in the order of the text. */
export function mutantsOf(file: string, text: string): readonly Mutant[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const seen = new Map<string, number>();
  return distinct(editsOf(source)).map((edit) => {
    const lineNumber = source.getLineAndCharacterOfPosition(edit.start).line + 1;
    const line = text.split('\n', lineNumber).at(-1)!.trim();
    const [from, to] = [quoted(text.slice(edit.start, edit.end)), quoted(edit.text)];
    const nth = seen.get(line + from + to) ?? 0;
    seen.set(line + from + to, nth + 1);
    const name = { file, line, from, to, nth };
    return { ...edit, id: idOf(name), name, lineNumber };
  });
}

export function idOf({ file, line, from, to, nth }: MutantName): string {
  const hash = createHash('sha256').update(JSON.stringify([line, from, to, nth]));
  return `${file}#${hash.digest('hex').slice(0, 12)}`;
}

export function fileOf(id: string): string {
  return id.slice(0, id.indexOf('#'));
}

/** The text with the mutant in it. */
export function mutated(text: string, { start, end, text: replacement }: Edit): string {
  return text.slice(0, start) + replacement + text.slice(end);
}

function editsOf(source: ts.SourceFile): readonly Edit[] {
  const edits: Edit[] = [];
  const inside = (node: ts.Node): void => {
    edits.push(...expressionEdits(node), ...callEdits(node), ...literalEdits(node), ...statementEdits(node));
    ts.forEachChild(node, visit);
  };
  // A leaf of a condition is fixed already; what stands inside of it is code like any other.
  const leaf = (node: ts.Node): void => {
    edits.push(...expressionEdits(node), ...callEdits(node));
    ts.forEachChild(node, visit);
  };
  const visit = (node: ts.Node): void => {
    if (isNoBehaviour(node)) return;
    if (isCondition(node)) edits.push(...conditionEdits(node, leaf));
    else inside(node);
  };
  ts.forEachChild(source, visit);
  return edits;
}

/** Types, and what is imported from where. */
function isNoBehaviour(node: ts.Node): boolean {
  return (
    ts.isTypeNode(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node)
  );
}

/** In the order of the text. A result that is replaced as a condition or literal already is not replaced by nothing as well. */
function distinct(edits: readonly Edit[]): readonly Edit[] {
  const place = ({ start, end }: Edit) => `${start}-${end}`;
  const replacedWhole = new Set(edits.filter(({ operator }) => operator !== 'result').map(place));
  return edits
    .filter((edit) => edit.operator !== 'result' || !replacedWhole.has(place(edit)))
    .sort((a, b) => a.start - b.start || b.end - a.end || (a.text < b.text ? -1 : 1));
}

function quoted(code: string): string {
  const line = code.replaceAll(/\s+/g, ' ');
  return line.length <= QUOTED ? line : `${line.slice(0, QUOTED - 1)}…`;
}
