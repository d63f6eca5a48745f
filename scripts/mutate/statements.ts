import ts from 'typescript';
import type { Edit } from './edit.ts';
import { replaced } from './edit.ts';

/** A statement that only has an effect is left out; a function does nothing, or gives nothing. */
export function statementEdits(node: ts.Node): readonly Edit[] {
  if (ts.isExpressionStatement(node)) return isRemovable(node.expression) ? [removed(node)] : [];
  if (ts.isConstructorDeclaration(node) || !ts.isFunctionLike(node) || !('body' in node)) return [];
  const { body } = node;
  if (body === undefined) return [];
  if (!ts.isBlock(body)) return [replaced('result', withoutParentheses(body), 'undefined')];
  if (body.statements.length === 0) return [];
  return [{ ...replaced('body', body, '{}'), probe: { at: body.getStart() + 1 } }];
}

function removed(node: ts.ExpressionStatement): Edit {
  const { start, end } = replaced('statement', node.expression, '');
  return { ...replaced('statement', node, ';'), probe: { start, end } };
}

function isRemovable(expression: ts.Expression): boolean {
  if (ts.isAwaitExpression(expression)) return isRemovable(expression.expression);
  if (ts.isCallExpression(expression)) return expression.expression.kind !== ts.SyntaxKind.SuperKeyword;
  return ts.isBinaryExpression(expression) || ts.isDeleteExpression(expression);
}

function withoutParentheses(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) ? withoutParentheses(node.expression) : node;
}
