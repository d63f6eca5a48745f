import { ERROR_NAMES, PlatformError } from './errors.ts';

/** Nothing that the platform stores is nested more than a dozen times; far more ends a reader that calls itself. */
const DEEPEST = 64;
const RESTORE = 'nothing here writes such a text: restore the first object version';

/**
 * `JSON.parse`, but for texts that two readers take for different things: where a member is named twice, one takes the first and another the last, and
 * a person sees either.
 *
 * @throws SyntaxError; ArtifactMismatch for a member that is named twice, and what is nested too deep
 */
export function parseJsonText(text: string): unknown {
  const members = membersIn(text);
  const value: unknown = JSON.parse(text);
  if (members === membersOf(value)) return value;
  throw new PlatformError(ERROR_NAMES.artifactMismatch, {
    problem: 'a JSON text names a member twice, so that it says different things to different readers',
    allowed: 'every member once',
    hint: RESTORE,
  });
}

/** Not by a regular expression: one that looks through a long text runs out of stack. */
function membersIn(text: string): number {
  let [members, depth] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') {
      at = endOfString(text, at);
      if (isNamed(text, at)) members += 1;
    } else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth > DEEPEST) throw tooDeep();
  }
  return members;
}

/** Where its closing quote stands: one with an even number of backslashes before it. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return text.length;
}

/** Whether what ends here is the name of a member. */
function isNamed(text: string, end: number): boolean {
  let next = end + 1;
  while (/\s/.test(text[next] ?? '')) next += 1;
  return text[next] === ':';
}

function tooDeep(): PlatformError {
  return new PlatformError(ERROR_NAMES.artifactMismatch, {
    problem: 'a JSON text is nested too deep',
    allowed: `at most ${DEEPEST} objects and arrays within each other`,
    hint: RESTORE,
  });
}

function membersOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + membersOf(each), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, each) => sum + 1 + membersOf(each), 0);
}
