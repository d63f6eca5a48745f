import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';

/** What each file imports of the project, by paths from its root. */
export type ImportGraph = ReadonlyMap<string, readonly Import[]>;

export interface Import {
  readonly to: string;
  /** Only types: nothing of it is left when the program runs. */
  readonly typeOnly: boolean;
}

/** @param files paths from the root, with `/`. */
export function importGraph(root: string, files: readonly string[]): ImportGraph {
  const read = (file: string) => importsOf(file, readFileSync(`${root}/${file}`, 'utf8'));
  return new Map(files.map((file) => [file, read(file)]));
}

/**
 * The relative imports of a TypeScript file: declarations, re-exports, `import()` with a literal, and `import('...')` in
 * a type. `import { type A }` counts as one by value: under verbatimModuleSyntax the file is loaded all the same.
 */
export function importsOf(file: string, text: string): readonly Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier) || !specifier.text.startsWith('.')) return;
    found.push({ to: posix.join(posix.dirname(file), specifier.text), typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    } else if (ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, node.isTypeOnly);
    } else if (ts.isImportTypeNode(node)) {
      add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest));
  return found;
}

/**
 * The sets of files each of which reaches all others of its set: strongly connected components by Tarjan's algorithm.
 *
 * @returns each circle's files in alphabetical order, the circles too; none for a file that only stands for itself.
 */
export function circlesOf(graph: ImportGraph, follows: (edge: Import) => boolean): readonly (readonly string[])[] {
  const order = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];

  function visit(file: string): number {
    const number = order.size;
    let low = number;
    order.set(file, number);
    open.push(file);
    const targets = (graph.get(file) ?? []).filter(follows).map(({ to }) => to);
    for (const target of targets) {
      if (!order.has(target)) low = Math.min(low, visit(target));
      else if (open.includes(target)) low = Math.min(low, order.get(target) ?? low);
    }
    if (low === number) close(file, targets.includes(file));
    return low;
  }

  function close(file: string, importsItself: boolean): void {
    const circle = open.splice(open.indexOf(file));
    if (circle.length > 1 || importsItself) circles.push(circle.sort());
  }

  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return circles.sort(([a], [b]) => (a < b ? -1 : 1));
}
