import ts from 'typescript';
import { isLogical } from './conditions.ts';
import type { Edit } from './edit.ts';
import { replaced } from './edit.ts';

/** Each operator, and what stands in its place. */
const OPERATORS: Readonly<Record<string, string>> = {
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
  '**': '*',
  '&': '|',
  '|': '&',
  '<<': '>>',
  '>>': '<<',
  '>>>': '<<',
  '+=': '-=',
  '-=': '+=',
  '*=': '/=',
  '/=': '*=',
  '??=': '=',
};

/** Calls by the name of the function, and what is called instead. */
const CALLS: Readonly<Record<string, string>> = {
  min: 'max',
  max: 'min',
  floor: 'ceil',
  ceil: 'floor',
  round: 'floor',
  some: 'every',
  every: 'some',
  find: 'findLast',
  findLast: 'find',
  findIndex: 'findLastIndex',
  findLastIndex: 'findIndex',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
};

/** Calls that are left out: what they are called on stands in their place. */
const STEPS: ReadonlySet<string> = new Set([
  'filter',
  'sort',
  'reverse',
  'slice',
  'subarray',
  'trim',
  'replace',
  'replaceAll',
  'concat',
  'toLowerCase',
  'toUpperCase',
]);

/** `x ?? y` and a logical expression that gives a value become either side; operators and calls become their counterparts. */
export function expressionEdits(node: ts.Node): readonly Edit[] {
  if (ts.isBinaryExpression(node)) return binaryEdits(node);
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return unaryEdits(node);
  if (ts.isOptionalChain(node) && !isWithinChain(node)) return chainEdits(node);
  return [];
}

export function callEdits(node: ts.Node): readonly Edit[] {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
  const { name, expression: receiver } = node.expression;
  const counterpart = Object.hasOwn(CALLS, name.text) ? CALLS[name.text] : undefined;
  if (counterpart !== undefined) return [{ ...replaced('call', name, counterpart), probe: spanOf(outermost(node)) }];
  if (name.text === 'abs') return [replaced('call', node, `(${node.arguments.map((each) => each.getText()).join()})`)];
  if (!STEPS.has(name.text)) return [];
  return [{ ...replaced('step', node, receiver.getText()), probe: spanOf(outermost(node)) }];
}

function binaryEdits(node: ts.BinaryExpression): readonly Edit[] {
  const { left, operatorToken, right } = node;
  if (operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken || isLogical(node)) {
    return [left, right].map((side) => replaced('either side', node, side.getText()));
  }
  const counterpart = OPERATORS[operatorToken.getText()];
  if (counterpart === undefined || isText(left) || isText(right) || isLoopStep(node)) return [];
  return [replaced('operator', node, `${left.getText()} ${counterpart} ${right.getText()}`)];
}

function unaryEdits(node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): readonly Edit[] {
  const operand = node.operand.getText();
  if (node.operator === ts.SyntaxKind.MinusToken) return [replaced('sign', node, operand)];
  const isUp = node.operator === ts.SyntaxKind.PlusPlusToken;
  if ((!isUp && node.operator !== ts.SyntaxKind.MinusMinusToken) || isLoopStep(node)) return [];
  const counterpart = isUp ? '--' : '++';
  const text = ts.isPrefixUnaryExpression(node) ? counterpart + operand : operand + counterpart;
  return [replaced('operator', node, text)];
}

/** A chain with one of its question marks left out each. */
function chainEdits(chain: ts.Node): readonly Edit[] {
  const source = chain.getSourceFile().text;
  const edits: Edit[] = [];
  const visit = (node: ts.Node): void => {
    if (!ts.isOptionalChain(node)) return;
    const mark = ts.isNonNullChain(node) ? undefined : node.questionDotToken;
    if (mark !== undefined) {
      const before = source.slice(chain.getStart(), mark.getStart());
      const after = source.slice(mark.getEnd(), chain.getEnd());
      const dot = ts.isPropertyAccessExpression(node) ? '.' : '';
      edits.push(replaced('optional chain', chain, before + dot + after));
    }
    visit(node.expression);
  };
  visit(chain);
  return edits;
}

function isWithinChain(node: ts.Node): boolean {
  return ts.isOptionalChain(node.parent) && node.parent.expression === node;
}

/** A part of an optional chain cannot be wrapped: the chain as a whole is. */
function outermost(node: ts.Node): ts.Node {
  return isWithinChain(node) ? outermost(node.parent) : node;
}

function spanOf(node: ts.Node) {
  return { start: node.getStart(), end: node.getEnd() };
}

function isText(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node)) return isText(node.left) || isText(node.right);
  if (ts.isParenthesizedExpression(node)) return isText(node.expression);
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}

/** A for loop that does not step hangs, and every test would notice. */
function isLoopStep(node: ts.Node): boolean {
  return ts.isForStatement(node.parent) && node.parent.incrementor === node;
}
