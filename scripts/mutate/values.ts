import ts from 'typescript';
import { isComparison } from './conditions.ts';
import type { Edit } from './edit.ts';
import { replaced } from './edit.ts';

/** What a literal becomes: empty where it held something, another value otherwise. */
export function literalEdits(node: ts.Node): readonly Edit[] {
  if (isKey(node)) return [];
  if (ts.isNumericLiteral(node)) return numberEdits(node);
  if (ts.isStringLiteralLike(node)) return textEdits(node, node.text);
  if (ts.isTemplateExpression(node)) return textEdits(node, staticTextOf(node));
  if (node.kind === ts.SyntaxKind.TrueKeyword) return [replaced('boolean', node, 'false')];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return [replaced('boolean', node, 'true')];
  if (isAssignedTo(node)) return [];
  if (ts.isArrayLiteralExpression(node) && node.elements.length > 0) return [replaced('array', node, '[]')];
  if (ts.isObjectLiteralExpression(node) && node.properties.length > 0) return [replaced('object', node, '{}')];
  return [];
}

function numberEdits(node: ts.NumericLiteral): readonly Edit[] {
  // `-1` becomes `1`, which is enough.
  if (ts.isPrefixUnaryExpression(node.parent)) return [];
  return [replaced('number', node, String(Number(node.text) + 1))];
}

function textEdits(node: ts.Node, text: string): readonly Edit[] {
  if (isWording(text) || isFixed(node)) return [];
  return [replaced('text', node, text === '' ? "'mutant'" : "''")];
}

/** Words with a space between them are for people, and no behaviour, unless they are a JSONata expression. */
function isWording(text: string): boolean {
  return /\s/.test(text) && !/\$\w|\{%/.test(text);
}

/** What names a property. */
function isKey(node: ts.Node): boolean {
  return 'name' in node.parent && node.parent.name === node;
}

/** A text that is imported from, or compared for equality, where the comparison is fixed to true and to false. */
function isFixed({ parent }: ts.Node): boolean {
  if (isComparison(parent) || ts.isTaggedTemplateExpression(parent)) return true;
  return ts.isCallExpression(parent) && parent.expression.kind === ts.SyntaxKind.ImportKeyword;
}

function staticTextOf({ head, templateSpans }: ts.TemplateExpression): string {
  return head.text + templateSpans.map(({ literal }) => literal.text).join('');
}

/** `[a, b] = ...` and `({ a } = ...)` are patterns, no literals. */
function isAssignedTo(node: ts.Node): boolean {
  const { parent } = node;
  return (
    ts.isBinaryExpression(parent) && parent.left === node && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
  );
}
