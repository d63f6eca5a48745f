import { createHash } from 'node:crypto';

/** A stream of randomness that gives the same draws for the same seed and key, whatever else draws in between. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** A version 4 UUID. */
  uuid(): string;
  /** An independent stream: a Map iteration or branch draws the same whether or not its siblings are faster. */
  fork(key: string): Random;
}

/**
 * The first draw of java.util.Random, which is `$random(seed)` in Step Functions: a linear congruential generator of 48 bits,
 * two steps of which give the 53 bits of a double.
 */
export function firstDrawOf(seed: number): number {
  const mask = (1n << 48n) - 1n;
  let state = (BigInt.asUintN(64, BigInt(Math.trunc(seed))) ^ 0x5deece66dn) & mask;
  const next = (bits: bigint): bigint => {
    state = (state * 0x5deece66dn + 0xbn) & mask;
    return state >> (48n - bits);
  };
  const high = next(26n) << 27n;
  return Number(high + next(27n)) * 2 ** -53;
}

export function createRandom(seed: number | string, key = ''): Random {
  let draws = 0;
  function bytes(): Buffer {
    draws += 1;
    return createHash('sha256')
      .update(JSON.stringify([seed, key, draws]))
      .digest();
  }
  return {
    next: () => bytes().readUIntBE(0, 6) / 2 ** 48,
    uuid() {
      const digest = bytes();
      digest[6] = (digest[6] & 0x0f) | 0x40;
      digest[8] = (digest[8] & 0x3f) | 0x80;
      return digest.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    },
    fork: (name) => createRandom(seed, `${key}/${name}`),
  };
}
