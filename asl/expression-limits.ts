import type jsonata from 'jsonata';

/**
 * What AWS allows an expression, as measured there: 100 evaluations inside one another, sequences of 873,782 items, texts of
 * 2^22 characters, and one second.
 */
const MAX_DEPTH = 100;
const MAX_ITEMS = 873_782;
const MAX_CHARACTERS = 2 ** 22;
/** The second, in evaluations of parts of an expression: so that a slow machine gives what a fast one does. */
const MAX_STEPS = 750_000;
/** Side by side: each of them waits in memory. No input of 256 KiB is grouped into so many. */
const MAX_OPEN = 100_000;
/** An evaluated part takes about as long as so many items of a range. */
const RANGE_ITEMS_A_STEP = 32;

/** An expression has gone beyond what AWS allows. Such an error has no code. */
export class LimitExceeded extends Error {
  override readonly name = 'LimitExceeded';
}

export function memoryExceeded(): LimitExceeded {
  return new LimitExceeded('Expression evaluation memory limit exceeded: Check for excessive memory usage');
}

/** A part of JSONata's syntax tree. */
type Part = Readonly<Record<string, unknown>>;

/** A part that is evaluated; `holder` is the array or object of which it is a member, evaluated in one scope. */
interface Evaluation {
  readonly part: Part;
  readonly holder: unknown;
  readonly scope: object;
}

/** What one evaluation of a whole expression has used so far. */
export class Budget {
  #steps = 0;
  #open = 0;
  /** The members under way, by scope and holder: JSONata carries them on side by side. */
  readonly #members = new Map<object, Map<unknown, number>>();
  /** Of every holder, one member belongs to the line that leads to it; these are the others. */
  #sideLines = 0;

  enter(evaluation: Evaluation): void {
    this.#steps += 1;
    this.#open += 1;
    if (evaluation.holder !== undefined && this.#count(evaluation, 1) > 1) this.#sideLines += 1;
    if (this.#steps > MAX_STEPS) throw new LimitExceeded('Expression evaluation timeout: Check for infinite loop');
    if (this.#open > MAX_OPEN) throw memoryExceeded();
    if (this.#open > MAX_DEPTH * (1 + this.#sideLines)) {
      const advice = 'Check for non-terminating recursive function. Consider rewriting as tail-recursive';
      throw new LimitExceeded(`Stack overflow error: ${advice}`);
    }
  }

  leave(evaluation: Evaluation, result: unknown): void {
    this.#open -= 1;
    if (evaluation.holder !== undefined && this.#count(evaluation, -1) > 0) this.#sideLines -= 1;
    if (typeof result === 'string' && result.length > MAX_CHARACTERS) throw memoryExceeded();
    if (!Array.isArray(result)) return;
    if (evaluation.part.value === '..') this.#steps += Math.floor(result.length / RANGE_ITEMS_A_STEP);
    if (result.length > MAX_ITEMS) throw memoryExceeded();
  }

  /** @returns how many members of the holder are under way now. */
  #count({ scope, holder }: Evaluation, change: number): number {
    const holders = this.#members.get(scope) ?? new Map<unknown, number>();
    const count = (holders.get(holder) ?? 0) + change;
    holders.set(holder, count);
    this.#members.set(scope, holders);
    return count;
  }
}

/** The name by which an evaluation finds its budget: with blanks, so that no expression can name it. */
export const BUDGET = 'the budget of this evaluation';

/**
 * Has an expression's evaluations watched, where they could go on for ever: without functions of its own and ranges, an
 * expression ends after a few passes over its data, and watching makes it half as fast.
 */
export function watch(expression: jsonata.Expression): void {
  const tree: unknown = expression.ast();
  const holders = new Map<unknown, unknown>();
  if (!isRisky(tree, holders, 0)) return;
  const evaluationOf = (part: Part, scope: object): Evaluation => ({ part, scope, holder: holders.get(part) });
  const enter = (part: Part, _: unknown, scope: jsonata.Environment) =>
    budgetOf(scope)?.enter(evaluationOf(part, scope));
  const leave = (...[part, , scope, result]: [Part, unknown, jsonata.Environment, unknown]) =>
    budgetOf(scope)?.leave(evaluationOf(part, scope), result);
  expression.assign(Symbol.for('jsonata.__evaluate_entry'), enter);
  expression.assign(Symbol.for('jsonata.__evaluate_exit'), leave);
}

function budgetOf(scope: jsonata.Environment): Budget | undefined {
  const budget: unknown = scope.lookup(BUDGET);
  return budget instanceof Budget ? budget : undefined;
}

/**
 * Has it functions, ranges, or as many parts inside one another as AWS allows?
 *
 * @param holders is filled with the array or object of every part that is a member of one.
 */
function isRisky(tree: unknown, holders: Map<unknown, unknown>, depth: number): boolean {
  if (typeof tree !== 'object' || tree === null) return false;
  const part = tree as Part;
  let risky = part.type === 'lambda' || part.value === '..' || depth >= MAX_DEPTH;
  for (const member of membersOf(part)) holders.set(member, part);
  for (const key in part) risky = isRisky(part[key], holders, depth + 1) || risky;
  return risky;
}

function membersOf({ type, value, lhs, expressions, group }: Part): readonly unknown[] {
  const pairs = group === undefined ? [] : valuesOf((group as Part).lhs);
  if (type !== 'unary') return pairs;
  if (value === '[' && Array.isArray(expressions)) return [...pairs, ...expressions];
  return value === '{' ? [...pairs, ...valuesOf(lhs)] : pairs;
}

/** @param pairs each a key and a value. */
function valuesOf(pairs: unknown): readonly unknown[] {
  return Array.isArray(pairs) ? pairs.map((pair: unknown) => (Array.isArray(pair) ? pair[1] : undefined)) : [];
}
