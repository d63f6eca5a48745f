import ts from 'typescript';
import type { Edit } from './edit.ts';
import { replaced } from './edit.ts';

const BOUNDARIES: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.LessThanToken, '<='],
  [ts.SyntaxKind.LessThanEqualsToken, '<'],
  [ts.SyntaxKind.GreaterThanToken, '>='],
  [ts.SyntaxKind.GreaterThanEqualsToken, '>'],
]);

const COMPARISONS: ReadonlySet<ts.SyntaxKind> = new Set([
  ...BOUNDARIES.keys(),
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.InstanceOfKeyword,
  ts.SyntaxKind.InKeyword,
]);

const BOOLEAN_METHODS: ReadonlySet<string> = new Set([
  'some',
  'every',
  'has',
  'includes',
  'startsWith',
  'endsWith',
  'test',
]);

/** Truth values that a condition is fixed to. */
interface Wanted {
  readonly true: boolean;
  readonly false: boolean;
}

export function isLogical(node: ts.Node): node is ts.BinaryExpression {
  return isAnd(node) || isOr(node);
}

/** Whether the value decides a branch, or is a truth value by its form. */
export function isCondition(node: ts.Node): boolean {
  return decidesBranch(node) || isTruthValue(node);
}

/**
 * A condition fixed to true and to false. Of `a && b` only what neither subsumes: each operand as true, the whole as false; of
 * `a || b` the other way round. Tests that kill these kill the negated condition, the flipped equality and `||` for `&&` as well.
 *
 * @param leaf called for each operand that is not itself made of conditions
 */
export function conditionEdits(condition: ts.Node, leaf: (node: ts.Node) => void): readonly Edit[] {
  const edits: Edit[] = [];
  const fix = (node: ts.Node, { true: asTrue, false: asFalse }: Wanted) => {
    if (asTrue && node.kind !== ts.SyntaxKind.TrueKeyword) edits.push(replaced('condition', node, 'true'));
    if (asFalse && node.kind !== ts.SyntaxKind.FalseKeyword) edits.push(replaced('condition', node, 'false'));
  };
  const visit = (node: ts.Node, wanted: Wanted): void => {
    if (ts.isParenthesizedExpression(node)) return visit(node.expression, wanted);
    if (isNot(node)) return visit(node.operand, { true: wanted.false, false: wanted.true });
    if (isLogical(node)) {
      const isAll = isAnd(node);
      fix(node, isAll ? { true: false, false: wanted.false } : { true: wanted.true, false: false });
      for (const operand of [node.left, node.right]) visit(operand, { true: isAll, false: !isAll });
      return;
    }
    fix(node, wanted);
    const boundary = ts.isBinaryExpression(node) ? BOUNDARIES.get(node.operatorToken.kind) : undefined;
    if (boundary !== undefined && ts.isBinaryExpression(node)) {
      edits.push(replaced('boundary', node, `${node.left.getText()} ${boundary} ${node.right.getText()}`));
    }
    leaf(node);
  };
  // A loop whose condition is always true hangs, and every test would notice.
  visit(condition, { true: !decidesLoop(condition), false: true });
  return edits;
}

export function isComparison(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && COMPARISONS.has(node.operatorToken.kind);
}

function isTruthValue(node: ts.Node): boolean {
  if (ts.isParenthesizedExpression(node)) return isTruthValue(node.expression);
  if (isLogical(node)) return [node.left, node.right].some((side) => isTruthValue(side) || asksMethod(side));
  return isComparison(node) || isNot(node);
}

function asksMethod(node: ts.Node): boolean {
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    BOOLEAN_METHODS.has(node.expression.name.text)
  );
}

function decidesBranch(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  if (ts.isIfStatement(parent)) return parent.expression === node;
  return decidesLoop(node);
}

function decidesLoop(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isForStatement(parent)) return parent.condition === node;
  return (ts.isWhileStatement(parent) || ts.isDoStatement(parent)) && parent.expression === node;
}

function isNot(node: ts.Node): node is ts.PrefixUnaryExpression {
  return ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken;
}

function isAnd(node: ts.Node): boolean {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
}

function isOr(node: ts.Node): boolean {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.BarBarToken;
}
