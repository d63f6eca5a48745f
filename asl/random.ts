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
