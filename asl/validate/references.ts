import { compile } from '../jsonata.ts';

/** What an expression reads that is not its own. */
export interface References {
  /** Names read from a context item, which no expression of a state machine has at its top; `$` is the item itself. */
  readonly topLevel: readonly string[];
  /** Is `$$`, the outermost context item, read anywhere? */
  readonly root: boolean;
  /** The fields read from `$states`. */
  readonly statesFields: readonly string[];
  /** Variables and functions that the expression does not define itself, `$states` apart. */
  readonly variables: readonly string[];
}

const known = new Map<string, References>();

/** @param expression `{% ... %}`. @throws JSONata's own error when it does not parse. */
export function referencesOf(expression: string): References {
  let references = known.get(expression);
  if (references === undefined) {
    references = new Walk().of(compile(expression).ast());
    known.set(expression, references);
  }
  return references;
}

/** A part of JSONata's syntax tree, or a helper object inside of one. */
type Node = Readonly<Record<string, unknown>>;

/** Parts that see another context item: that of each item, or of what the whole has brought forth. */
const OWN_CONTEXT: ReadonlySet<string> = new Set([
  ...['terms', 'stages', 'predicate', 'group', 'expr', 'pattern', 'update', 'delete'],
]);

/** What JSONata notes for itself. */
const NOTES: ReadonlySet<string> = new Set(['ancestor', 'slot', 'seekingParent', 'signature']);

class Walk {
  readonly #topLevel = new Set<string>();
  readonly #statesFields = new Set<string>();
  readonly #variables = new Set<string>();
  #root = false;

  of(tree: unknown): References {
    this.#visit(tree, { isTop: true, bound: declaredIn(tree) });
    return {
      topLevel: [...this.#topLevel],
      root: this.#root,
      statesFields: [...this.#statesFields],
      variables: [...this.#variables],
    };
  }

  #visit(part: unknown, place: Place): void {
    if (Array.isArray(part)) for (const member of part) this.#visit(member, place);
    if (!isNode(part)) return;
    if (part.type === 'name' && place.isTop) this.#topLevel.add(String(part.value));
    if (part.type === 'variable') this.#variable(String(part.value), place);
    if (part.type === 'path') this.#path(part, place);
    this.#inside(part, { ...place, bound: boundIn(part, place.bound) });
  }

  #inside(part: Node, place: Place): void {
    // A call is written before its arguments, and noted behind them.
    this.#visit(part.procedure, place);
    for (const [key, inner] of innerParts(part)) {
      if (key === 'steps' || key === 'procedure') continue;
      this.#visit(inner, OWN_CONTEXT.has(key) ? { ...place, isTop: false } : place);
    }
  }

  /** Only the first step is read from the context item of the whole; each further one is from what the one before gave. */
  #path({ steps }: Node, place: Place): void {
    const [first, ...further]: readonly unknown[] = Array.isArray(steps) ? steps : [];
    this.#visit(first, place);
    this.#visit(further, { ...place, isTop: false });
    const [field] = further;
    const isStates = isNode(first) && first.type === 'variable' && first.value === 'states';
    if (isStates && !place.bound.has('states') && isNode(field) && field.type === 'name') {
      this.#statesFields.add(String(field.value));
    }
  }

  #variable(name: string, { isTop, bound }: Place): void {
    if (name === '$') this.#root = true;
    else if (name === '' && isTop) this.#topLevel.add('$');
    else if (name !== '' && name !== 'states' && !bound.has(name)) this.#variables.add(name);
  }
}

interface Place {
  /** Is the context item still that of the whole expression? */
  readonly isTop: boolean;
  /** Names that the expression itself has defined around this part. */
  readonly bound: ReadonlySet<string>;
}

/** Blocks and functions open a scope; JSONata makes what they bind known in all of it. */
function boundIn(part: Node, outer: ReadonlySet<string>): ReadonlySet<string> {
  if (part.type !== 'block' && part.type !== 'lambda') return outer;
  const parameters: readonly unknown[] = part.type === 'lambda' && Array.isArray(part.arguments) ? part.arguments : [];
  const own = parameters.filter(isNode).map(({ value }) => String(value));
  return new Set([...outer, ...own, ...declaredIn(part.expressions), ...declaredIn(part.body)]);
}

/** The names that `:=`, `@` and `#` define in a part, its inner scopes apart. */
function declaredIn(part: unknown, names = new Set<string>()): ReadonlySet<string> {
  if (Array.isArray(part)) for (const member of part) declaredIn(member, names);
  if (!isNode(part) || part.type === 'block' || part.type === 'lambda') return names;
  for (const name of [part.focus, part.index]) if (typeof name === 'string') names.add(name);
  if (part.type === 'bind' && isNode(part.lhs)) names.add(String(part.lhs.value));
  for (const [, inner] of innerParts(part)) declaredIn(inner, names);
  return names;
}

function innerParts(part: Node): readonly (readonly [key: string, inner: object])[] {
  const parts: (readonly [string, object])[] = [];
  for (const key in part) {
    const inner = part[key];
    if (typeof inner === 'object' && inner !== null && !NOTES.has(key)) parts.push([key, inner]);
  }
  return parts;
}

function isNode(part: unknown): part is Node {
  return typeof part === 'object' && part !== null && !Array.isArray(part);
}
