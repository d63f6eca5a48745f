/**
 * A value of a CloudFormation template as a person reads it: what a template writes as a call (`Ref`, `Fn::GetAtt`, `Fn::Sub`, `Fn::Join`)
 * is text with `${...}` in it, and text that is JSON (a state machine's definition, a policy) is what it says.
 */
export function plainValue(value: unknown): unknown {
  if (typeof value === 'string') return parsedIfJson(value);
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== 'object' || value === null) return value;
  const text = textOfCall(value);
  if (text !== undefined) return parsedIfJson(text);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainValue(inner)]));
}

type Call = (argument: unknown) => string | undefined;

const CALLS: Readonly<Record<string, Call>> = {
  Ref: (name) => (typeof name === 'string' ? reference(name) : undefined),
  'Fn::GetAtt': (path) => {
    if (typeof path === 'string') return reference(path);
    return Array.isArray(path) ? reference(path.join('.')) : undefined;
  },
  'Fn::Sub': (text) => (typeof text === 'string' ? text : undefined),
  'Fn::Join': joined,
};

function textOfCall(value: object): string | undefined {
  const entries = Object.entries(value);
  if (entries.length !== 1) return undefined;
  const [name, argument] = entries[0];
  return Object.hasOwn(CALLS, name) ? CALLS[name](argument) : undefined;
}

function joined(argument: unknown): string | undefined {
  if (!Array.isArray(argument)) return undefined;
  const [separator, pieces] = argument;
  if (typeof separator !== 'string' || !Array.isArray(pieces)) return undefined;
  const texts = pieces.map((piece) =>
    typeof piece === 'object' && piece !== null ? textOfCall(piece) : String(piece),
  );
  return texts.every((text) => text !== undefined) ? texts.join(separator) : undefined;
}

function reference(path: string): string {
  return `\${${path}}`;
}

function parsedIfJson(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
