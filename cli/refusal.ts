import type * as z from 'zod';
import { choicesOf, type Option, type Range } from './command-schema.ts';

/** Says what is wrong with an option's value, what it is, and what is allowed. */
export function refusalOf(option: Option, got: unknown, issue: z.core.$ZodIssue): string {
  const { name, type, items, description, examples } = option;
  if (got === undefined || String(got) === '') {
    const example = examples === undefined ? '' : `, as in '${examples.join("', '")}'`;
    return `--${name} is missing: ${description}${example}`;
  }
  const choices = choicesOf(option);
  const [, at] = issue.path;
  const one = Array.isArray(got) && typeof at === 'number' ? got[at] : got;
  if (choices !== undefined) return `--${name} '${String(one)}' is unknown; allowed: ${choices.join(', ')}`;
  if (type === 'integer') return `--${name} '${String(one)}' is not a whole number${rangeOf(option)}`;
  if (type === 'number') return `--${name} '${String(one)}' is not a number${rangeOf(option)}`;
  if (items?.type === 'number' && at !== undefined)
    return `--${name} '${String(one)}' is not a number${rangeOf(items)}`;
  const allowed = issue.code === 'too_big' ? `at most ${String(issue.maximum)} characters` : issue.message;
  return `--${name} '${String(one)}' is not allowed; allowed: ${allowed}`;
}

function rangeOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf }: Range): string {
  const bounds = [
    ...(exclusiveMinimum === undefined ? [] : [`above ${exclusiveMinimum}`]),
    ...(exclusiveMaximum === undefined ? [] : [`below ${exclusiveMaximum}`]),
    ...(minimum === undefined ? [] : [`of at least ${minimum}`]),
    // The largest whole number that is exact is what every whole number is held against.
    ...(maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? [] : [`at most ${maximum}`]),
    ...(multipleOf === undefined ? [] : [`in steps of ${multipleOf}`]),
  ];
  return bounds.length === 0 ? '' : ` ${bounds.join(' and ')}`;
}
