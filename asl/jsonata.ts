import jsonata from 'jsonata';
import { Budget, BUDGET, LimitExceeded, watch } from './expression-limits.ts';
import { jsonText, jsonTypeOf, type Json } from './json.ts';

export type Bindings = Readonly<Record<string, unknown>>;

/** An evaluation that failed. The message is the second sentence of the Cause that AWS gives. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
  /** The field, as AWS writes it: 'Output/result'. */
  readonly location: string;

  constructor(location: string, message: string) {
    super(message);
    this.location = location;
  }
}

/** A string is an expression only if it starts with `{%` and ends with `%}`, without a blank outside. */
export function isExpression(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('{%') && value.endsWith('%}');
}

const compiled = new Map<string, jsonata.Expression>();

/** @throws JSONata's own error (code, message, position) when the text does not parse. */
export function compile(expression: string): jsonata.Expression {
  let ready = compiled.get(expression);
  if (ready === undefined) {
    ready = jsonata(sourceOf(expression));
    watch(ready);
    compiled.set(expression, ready);
  }
  return ready;
}

/** Evaluates every expression inside a JSON template. @throws ExpressionError */
export async function evaluateTemplate(template: Json, location: string, bindings: Bindings): Promise<Json> {
  if (isExpression(template)) return evaluateExpression(template, location, bindings);
  if (typeof template !== 'object' || template === null) return template;
  if (Array.isArray(template)) {
    const items: Json[] = [];
    for (const [index, item] of template.entries()) {
      items.push(await evaluateTemplate(item, `${location}[${index}]`, bindings));
    }
    return items;
  }
  const entries: [string, Json][] = [];
  for (const [key, value] of Object.entries(template)) {
    entries.push([key, await evaluateTemplate(value, `${location}/${key}`, bindings)]);
  }
  return Object.fromEntries(entries);
}

interface Field {
  readonly location: string;
  readonly template: Json;
}

/** What AWS says when an expression gives a value of the wrong type. */
export function unexpectedType({ location, template }: Field, expected: string, value: Json): ExpressionError {
  const detail = `Expected '${expected}', but was '${jsonTypeOf(value)}' for value: ${jsonText(value)}`;
  return complaint(String(template), location, `returned an unexpected result type. ${detail}`);
}

async function evaluateExpression(expression: string, location: string, bindings: Bindings): Promise<Json> {
  let value: unknown;
  try {
    value = await compile(expression).evaluate(undefined, { ...bindings, [BUDGET]: new Budget() });
  } catch (error) {
    // AWS writes a colon where JSONata gives no code: for a limit.
    const stop = error instanceof LimitExceeded ? ':' : '.';
    throw complaint(expression, location, `threw an error during evaluation${stop} ${describe(error)}`);
  }
  if (value === undefined) throw complaint(expression, location, 'returned nothing (undefined).');
  try {
    return plain(value);
  } catch {
    throw complaint(expression, location, 'returned an unsupported result type.');
  }
}

function complaint(expression: string, location: string, what: string): ExpressionError {
  const text = `The JSONata expression '${sourceOf(expression)}' specified for the field '${location}' ${what}`;
  return new ExpressionError(location, text);
}

function sourceOf(expression: string): string {
  return expression.slice(2, -2).trim();
}

/** JSONata throws plain objects with code and message, its own functions throw Errors. */
function describe(error: unknown): string {
  const { code, message } = error as { readonly code?: string; readonly message?: string };
  return code === undefined ? `${message}` : `${code}: ${message}`;
}

/** Copies a result without JSONata's hidden sequence flags. @throws TypeError for functions, which JSON cannot hold. */
function plain(value: unknown): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  // JSON has no negative zero.
  if (typeof value === 'number') return value === 0 ? 0 : value;
  if (Array.isArray(value)) return value.map((item) => (item === undefined ? null : plain(item)));
  if (typeof value !== 'object' || '_jsonata_lambda' in value || '_jsonata_function' in value) {
    throw new TypeError('not a JSON value');
  }
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries.map(([key, member]) => [key, plain(member)]));
}
