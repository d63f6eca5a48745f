import { visible } from '../core/contracts/visible.ts';
import { wrapped } from './fitted-text.ts';
import { type Fact, fittedTable, sheet, type Table } from './table.ts';
import { terminalOf } from './terminal.ts';

/** Sentences, a line each where they hold line ends; a table; labels with their texts. */
export type Part = string | { readonly table: Table } | { readonly facts: readonly Fact[] };

/** What a command found or did: for programs, and for people, whose terminal lays it out. */
export interface View {
  readonly json: unknown;
  readonly text: string | readonly Part[];
  /** What was looked at is not as it should be: it is shown, and the command ends with 1. */
  readonly isUnsound?: boolean;
}

/** Of sentences alone, which can be said elsewhere, too. */
export interface TextView extends View {
  readonly text: string;
}

/** Exactly one JSON document, or text for people, every character of which can be seen. */
export function printView({ json, text, isUnsound }: View, asJson: boolean): void {
  const shown = asJson ? JSON.stringify(json, null, 2) : laidOut(text, terminalOf(process.stdout).width);
  process.stdout.write(`${shown}\n`);
  if (isUnsound === true) process.exitCode = 1;
}

/** No line is wider, but for a word of a command that is. */
export function laidOut(text: View['text'], width: number): string {
  const parts = typeof text === 'string' ? [text] : text;
  return parts.flatMap((part) => linesOf(part, width)).join('\n');
}

function linesOf(part: Part, width: number): readonly string[] {
  if (typeof part === 'string') return wrapped(visible(part), width);
  return 'table' in part ? fittedTable(part.table, width) : sheet(part.facts, width);
}
