import { FORMAT_KEY, runKeys } from './keys.ts';
import { type Layer, LAYERS } from './layers.ts';

/** Keys of each layer, as IAM writes them: '*' is any text, '/' included. */
export type KeyPatterns = Readonly<Partial<Record<Layer, readonly string[]>>>;

/** What a piece of code may touch. Who reads a key may list it: whether an object is there at all is part of reading. */
export interface KeyAccess {
  readonly reads: KeyPatterns;
  readonly writes: KeyPatterns;
  /** Nothing, but for the one that cleans up. */
  readonly deletes?: KeyPatterns;
}

export const NO_ACCESS: KeyAccess = { reads: {}, writes: {} };

/** A replay's own gold and artifacts hold the same keys below its folder, which a pattern that begins with '*' spans already. */
const IN_A_REPLAY = runKeys.replayFolder('*');

/** All of what is given, each pattern once. */
export function together(all: readonly KeyAccess[]): KeyAccess {
  const of = (side: keyof KeyAccess): KeyPatterns =>
    Object.fromEntries(
      LAYERS.flatMap((layer) => {
        const patterns = [...new Set(all.flatMap((access) => access[side]?.[layer] ?? []))];
        return patterns.length === 0 ? [] : [[layer, patterns.sort()] as const];
      }),
    );
  const deletes = of('deletes');
  return {
    reads: of('reads'),
    writes: of('writes'),
    ...(Object.keys(deletes).length === 0 ? {} : { deletes }),
  };
}

/** With the same keys within replays, and with the format of each bucket, which is looked at before and raised by who reads and writes there. */
export function wholeAccess(access: KeyAccess): KeyAccess {
  const { reads, writes, deletes } = together([access]);
  const formats = Object.keys(reads).filter((layer) => layer !== 'landing');
  return together([
    // What replays leave is deleted with their folders.
    { reads: withinReplays(reads), writes: withinReplays(writes), ...(deletes === undefined ? {} : { deletes }) },
    { reads: formatsOf(formats), writes: formatsOf(formats.filter((layer) => layer in writes)) },
  ]);
}

/** The same patterns, and those of the same keys within replays. */
export function withinReplays({ gold = [], artifacts = [], ...others }: KeyPatterns): KeyPatterns {
  const both = (pattern: string) => (pattern.startsWith('*') ? [pattern] : [pattern, `${IN_A_REPLAY}/${pattern}`]);
  return { ...others, gold: gold.flatMap(both), artifacts: artifacts.flatMap(both) };
}

function formatsOf(layers: readonly string[]): KeyPatterns {
  return Object.fromEntries(layers.map((layer) => [layer, [FORMAT_KEY]]));
}

/** Whether a key is among those that the pattern names, by IAM's rules. */
export function matchesPattern(pattern: string, key: string): boolean {
  return expressionOf(pattern).test(key);
}

const expressions = new Map<string, RegExp>();

function expressionOf(pattern: string): RegExp {
  const known = expressions.get(pattern);
  if (known !== undefined) return known;
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const made = new RegExp(`^${parts.join('.*')}$`, 's');
  expressions.set(pattern, made);
  return made;
}
