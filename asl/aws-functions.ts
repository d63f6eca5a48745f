import { createHash } from 'node:crypto';
import jsonata from 'jsonata';
import type { Clock } from './clock.ts';
import type { Bindings } from './jsonata.ts';
import { parseJson, type Json } from './json.ts';
import { createRandom, type Random } from './random.ts';

const HASHES: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** `$range` stops here, as States.ArrayRange does. */
const MAX_RANGE_ITEMS = 1000;

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
    random: (seed?: number) => (seed === undefined ? random : createRandom(seed)).next(),
    shuffle: (items?: readonly Json[]) => (items === undefined ? undefined : shuffled(items, random)),
    millis: () => clock.nowMs(),
    now: (picture?: string, timezone?: string) => formatInstant(clock.nowMs(), picture, timezone),
    eval: undefined,
  };
}

function partition(items: readonly Json[] | undefined, size: number): readonly Json[] | undefined {
  if (items === undefined) return undefined;
  requireThat(Array.isArray(items), 'the first argument of $partition must be an array');
  requireThat(Number.isInteger(size) && size > 0, 'the second argument of $partition must be a positive integer');
  return Array.from({ length: Math.ceil(items.length / size) }, (_, chunk) =>
    items.slice(chunk * size, (chunk + 1) * size),
  );
}

function range(first: number, last: number, step: number): readonly number[] {
  requireThat([first, last, step].every(Number.isInteger), 'the arguments of $range must be integers');
  requireThat(step !== 0, 'the third argument of $range must not be 0');
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  requireThat(length <= MAX_RANGE_ITEMS, `$range must not give more than ${MAX_RANGE_ITEMS} items`);
  const items = Array.from({ length }, (_, index) => first + index * step);
  // On AWS the result is a JSONata sequence: a single item is unwrapped, none is nothing.
  return Object.defineProperty(items, 'sequence', { value: true });
}

function hash(content: string | undefined, algorithm: string): string | undefined {
  if (content === undefined) return undefined;
  requireThat(typeof content === 'string', 'the first argument of $hash must be a string');
  requireThat(algorithm in HASHES, `the second argument of $hash must be one of ${Object.keys(HASHES).join(', ')}`);
  return createHash(HASHES[algorithm]).update(content).digest('hex');
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
