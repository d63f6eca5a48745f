import { describe, expect, it } from '@jest/globals';
import type { Mutant } from '../../../scripts/mutate/mutants.ts';
import { mutantsOf } from '../../../scripts/mutate/mutants.ts';
import { probed } from '../../../scripts/mutate/probes.ts';

/** Named by what they change, so that the text with probes can be read. */
function named(text: string): readonly Mutant[] {
  return mutantsOf('core/x.ts', text).map((mutant) => ({ ...mutant, id: mutant.name.from }));
}

describe('the text with probes', () => {
  it.each([
    ['const a = b + 1;', 'const a = (globalThis.mutantReached("b + 1"),b + (globalThis.mutantReached("1"),1));'],
    ['a(b());', '(globalThis.mutantReached("a(b());"),a(b()));'],
    [
      'if (a) b();',
      'if ((globalThis.mutantReached("a"),(globalThis.mutantReached("a"),a))) (globalThis.mutantReached("b();"),b());',
    ],
    [
      'const a = b?.filter(c).d;',
      'const a = (globalThis.mutantReached("b?.filter(c).d"),(globalThis.mutantReached("b?.filter(c)"),b?.filter(c).d));',
    ],
    ['function a() { b; }', 'function a() {globalThis.mutantReached("{ b; }"); b; }'],
  ])('%s', (text, expected) => {
    expect(probed(text, named(text))).toBe(expected);
  });
});
