import type ts from 'typescript';

/** One change of a source text. */
export interface Edit {
  readonly operator: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Where it is seen whether a test comes by: around the expression, or first thing in the block. */
  readonly probe: { readonly start: number; readonly end: number } | { readonly at: number };
}

/** The node replaced by a text. */
export function replaced(operator: string, node: ts.Node, text: string): Edit {
  const [start, end] = [node.getStart(), node.getEnd()];
  return { operator, start, end, text, probe: { start, end } };
}
