import type * as z from 'zod';
import { choicesOf, type Option } from './command-schema.ts';

/** Says what is wrong with an option's value, what it is, and what is allowed. */
export function refusalOf(option: Option, got: unknown, issue: z.core.$ZodIssue): string {
  const { name, type, description, examples } = option;
  if (got === undefined || got === '') {
    const example = examples === undefined ? '' : `, as in '${examples.join("', '")}'`;
    return `--${name} is missing: ${description}${example}`;
  }
  const choices = choicesOf(option);
  const one = Array.isArray(got) ? got[Number(issue.path[1])] : got;
  if (choices !== undefined) return `--${name} '${String(one)}' is unknown; allowed: ${choices.join(', ')}`;
  const isNumber = type === 'integer' || type === 'number';
  if (isNumber)
    return `--${name} '${String(one)}' is not ${type === 'integer' ? 'a whole number' : 'a number'}${rangeOf(option)}`;
  const allowed = issue.code === 'too_big' ? `at most ${String(issue.maximum)} characters` : issue.message;
  return `--${name} '${String(one)}' is not allowed; allowed: ${allowed}`;
}

function rangeOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Option): string {
  const bounds = [
    ...(exclusiveMinimum === undefined ? [] : [`above ${exclusiveMinimum}`]),
    ...(exclusiveMaximum === undefined ? [] : [`below ${exclusiveMaximum}`]),
    ...(minimum === undefined ? [] : [`of at least ${minimum}`]),
    // The largest whole number that is exact is what every whole number is held against.
    ...(maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? [] : [`at most ${maximum}`]),
  ];
  return bounds.length === 0 ? '' : ` ${bounds.join(' and ')}`;
}
