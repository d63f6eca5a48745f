/** Values that a service gives back as one document, which is compared whole. */
const DOCUMENTS = ['PolicyDocument', 'AssumeRolePolicyDocument', 'KeyPolicy', 'DefinitionString', 'Variables', 'Tags'];

export interface Difference {
  /** From the resource's properties, list positions as `*`: `LifecycleConfiguration.Rules.*.Status`. */
  readonly path: string;
  readonly expected: unknown;
  /** undefined where the service gives none. */
  readonly actual: unknown;
}

export interface Comparison {
  /** Every path of the template's properties, once, in its order. */
  readonly paths: readonly string[];
  readonly differences: readonly Difference[];
}

/** Each property that a template gives, against what a service gives back; what it adds of its own accord is no difference. */
export function compare(expected: unknown, actual: unknown): Comparison {
  const paths = new Set<string>();
  const differences: Difference[] = [];
  for (const { path, keys, value } of leavesOf(expected)) {
    paths.add(path);
    const found = keys.reduce<unknown>((within, key) => Object(within)[key], actual);
    if (canonical(found) !== canonical(value)) differences.push({ path, expected: value, actual: found });
  }
  return { paths: [...paths], differences };
}

interface Leaf {
  readonly path: string;
  readonly keys: readonly string[];
  readonly value: unknown;
}

function* leavesOf(value: unknown, path = '', keys: readonly string[] = []): Generator<Leaf> {
  if (typeof value !== 'object' || value === null || isWhole(value, keys.at(-1))) {
    yield { path, keys, value };
    return;
  }
  if (Array.isArray(value)) yield { path: `${path}.length`, keys: [...keys, 'length'], value: value.length };
  for (const [key, inner] of Object.entries(value)) {
    const step = Array.isArray(value) ? '*' : key;
    yield* leavesOf(inner, path === '' ? step : `${path}.${step}`, [...keys, key]);
  }
}

/** A document, a list of texts and numbers, and what is empty: nothing in it is compared on its own. */
function isWhole(value: object, key = ''): boolean {
  if (DOCUMENTS.includes(key)) return true;
  const inner: readonly unknown[] = Object.values(value);
  return inner.length === 0 || (Array.isArray(value) && !inner.some((one) => typeof one === 'object' && one !== null));
}

/** Equal for equal values: the order of an object's keys says nothing. */
export function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? 'nothing'
  );
}
