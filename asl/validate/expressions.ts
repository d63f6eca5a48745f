import type { State } from '../definition.ts';
import { compile, isExpression } from '../jsonata.ts';

/** Compiles every expression of a state, so that a syntax error is found before the run. Inner states check their own. */
export function checkExpressions(state: State): readonly string[] {
  return Object.entries(state).flatMap(([field, value]) =>
    field === 'ItemProcessor' || field === 'Branches' ? [] : syntaxErrors(value, field),
  );
}

function syntaxErrors(value: unknown, location: string): readonly string[] {
  if (isExpression(value)) {
    try {
      compile(value);
      return [];
    } catch (error) {
      return [`${location}: the JSONata expression '${value}' does not parse: ${(error as Error).message}`];
    }
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => syntaxErrors(member, `${location}/${key}`));
}
