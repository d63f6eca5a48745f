import { createHash } from 'node:crypto';
import jsonata from 'jsonata';
import type { Clock } from './clock.ts';
import { memoryExceeded } from './expression-limits.ts';
import type { Bindings } from './jsonata.ts';
import { parseJson, type Json } from './json.ts';
import { firstDrawOf, type Random } from './random.ts';

const HASHES: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** AWS gives `$range` room for so many items, and no more. */
const MAX_RANGE_ITEMS = 360_145;

/**
 * What Step Functions adds to JSONata ($partition, $range, $hash, $random, $uuid, $parse) and takes away ($eval); also the
 * built-in functions that read the machine's clock or randomness, on the interpreter's own instead.
 */
export function awsFunctions(clock: Clock, random: Random): Bindings {
  return {
    partition,
    range,
    hash,
    parse: (text?: string) => (text === undefined ? undefined : parseJson(text)),
    uuid: () => random.uuid(),
    random: (seed?: number) => (seed === undefined ? random.next() : seeded(seed)),
    shuffle: (items?: readonly Json[]) => (items === undefined ? undefined : shuffled(items, random)),
    millis: () => clock.nowMs(),
    now: (picture?: string, timezone?: string) => formatInstant(clock.nowMs(), picture, timezone),
    eval: undefined,
  };
}

/** Fractions are cut off; chunks of no size are nothing, and without a size there is one chunk. */
function partition(items: readonly Json[] | undefined, size = Infinity): readonly Json[] | undefined {
  if (items === undefined) return undefined;
  requireThat(Array.isArray(items), 'the first argument of $partition must be an array');
  requireThat(typeof size === 'number', 'the second argument of $partition must be a number');
  const chunk = Math.min(Math.trunc(size), items.length);
  requireThat(chunk >= 0, 'the second argument of $partition must be zero or greater');
  if (chunk === 0) return undefined;
  return Array.from({ length: Math.ceil(items.length / chunk) }, (_, index) =>
    items.slice(index * chunk, (index + 1) * chunk),
  );
}

/** Fractions are cut off; a step of nothing, or one that leads away from the end, gives nothing. */
function range(first: number, last: number, step?: number): readonly number[] | undefined {
  if (step === undefined) return undefined;
  requireThat([first, last, step].every(Number.isFinite), 'the arguments of $range must be numbers');
  const [from, to, by] = [first, last, step].map(Math.trunc);
  if (by === 0) return undefined;
  const length = Math.max(0, Math.floor((to - from) / by) + 1);
  if (length > MAX_RANGE_ITEMS) throw memoryExceeded();
  const items = Array.from({ length }, (_, index) => from + index * by);
  // On AWS the result is a JSONata sequence: a single item is unwrapped, none is nothing.
  return Object.defineProperty(items, 'sequence', { value: true });
}

function hash(content: string | undefined, algorithm: string): string | undefined {
  if (content === undefined) return undefined;
  requireThat(typeof content === 'string', 'the first argument of $hash must be a string');
  requireThat(algorithm in HASHES, `the second argument of $hash must be one of ${Object.keys(HASHES).join(', ')}`);
  return createHash(HASHES[algorithm]).update(content).digest('hex');
}

function seeded(seed: number): number {
  requireThat(Number.isFinite(seed), 'the argument of $random must be a number');
  return firstDrawOf(seed);
}

function shuffled(items: readonly Json[], random: Random): readonly Json[] {
  const result = [...items];
  for (let end = result.length - 1; end > 0; end -= 1) {
    const pick = Math.floor(random.next() * (end + 1));
    [result[end], result[pick]] = [result[pick], result[end]];
  }
  return result;
}

const format = jsonata('$fromMillis($millis, $picture, $timezone)');

function formatInstant(millis: number, picture?: string, timezone?: string): Promise<unknown> {
  return format.evaluate(undefined, { millis, picture, timezone });
}

function requireThat(condition: boolean, message: string): void {
  if (!condition) throw new TypeError(message);
}
