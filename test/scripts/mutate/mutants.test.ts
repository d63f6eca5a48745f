import { describe, expect, it } from '@jest/globals';
import { fileOf, mutantsOf, mutated } from '../../../scripts/mutate/mutants.ts';

/** Each mutant of a text as `from -> to`. */
function changes(text: string): readonly string[] {
  return mutantsOf('core/x.ts', text).map(({ name }) => `${name.from} -> ${name.to}`);
}

describe('the mutants of a text', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['a branch', 'if (a) b;', ['a -> true', 'a -> false']],
    ['a boundary', 'f = a < b;', ['f = a < b; -> ;', 'a < b -> a <= b', 'a < b -> false', 'a < b -> true']],
    ['all of', 'if (a && b) c;', ['a && b -> false', 'a -> true', 'b -> true']],
    ['one of', 'if (a || !b) c;', ['a || !b -> true', 'a -> false', 'b -> true']],
    ['the condition of a loop', 'while (a) b;', ['a -> false']],
    ['the step of a loop', 'for (;; i++) b;', []],
    ['a step elsewhere', 'x(i++);', ['x(i++); -> ;', 'i++ -> i--']],
    ['a default', 'const a = b ?? c;', ['b ?? c -> b', 'b ?? c -> c']],
    [
      'a value by a logical operator',
      'const a = b - c || d;',
      ['b - c || d -> b - c', 'b - c || d -> d', 'b - c -> b + c'],
    ],
    ['texts that are joined', "const a = b + 'c';", ["'c' -> ''"]],
    ['a sign', 'const a = -1;', ['-1 -> 1']],
    ['numbers', 'const a = [0, 1_000];', ['[0, 1_000] -> []', '0 -> 1', '1_000 -> 1001']],
    ['a truth value', 'const a = true;', ['true -> false']],
    ['a key and a wording', "const a = { 'b-c': 'two words' };", ["{ 'b-c': 'two words' } -> {}"]],
    ['a template', 'const a = `${b}/c`;', ["`${b}/c` -> ''"]],
    ['an empty text', "const a = '';", ["'' -> 'mutant'"]],
    ['an expression of JSONata', "const a = '$b = 1';", ["'$b = 1' -> ''"]],
    ['a text compared for equality', "if (a === 'b') c;", ["a === 'b' -> true", "a === 'b' -> false"]],
    ['an optional chain', 'const a = b?.c?.[d];', ['b?.c?.[d] -> b.c?.[d]', 'b?.c?.[d] -> b?.c[d]']],
    ['a function with a counterpart', 'const a = Math.min(b, c);', ['min -> max']],
    ['a magnitude', 'const a = Math.abs(b - c);', ['Math.abs(b - c) -> (b - c)', 'b - c -> b + c']],
    ['a step of a chain', 'const a = b.filter(c).map(d);', ['b.filter(c) -> b']],
    ['an arrow', 'const a = () => b;', ['b -> undefined']],
    ['an arrow whose result is replaced already', 'const a = () => ({ b });', ['{ b } -> {}']],
    ['a function', 'function a() { return b; }', ['{ return b; } -> {}']],
    ['a constructor', 'class A extends B { constructor() { super(); c(); } }', ['c(); -> ;']],
    ['types and imports', "import a from './a'; type B = 'b' | 1; const c = d as 'e';", []],
  ])('%s', (_, text, expected) => {
    expect([...changes(text)].sort()).toEqual([...expected].sort());
  });

  it('keep their ids where a line moves, and tell two of one line apart', () => {
    const [one, other] = mutantsOf('core/x.ts', 'f(0, 0);').filter(({ operator }) => operator === 'number');
    const [moved] = mutantsOf('core/x.ts', 'g();\n\nf(0, 0);').filter(({ operator }) => operator === 'number');
    expect(one!.name).toEqual({ file: 'core/x.ts', line: 'f(0, 0);', from: '0', to: '1', nth: 0 });
    expect(other!.name.nth).toBe(1);
    expect(other!.id).not.toBe(one!.id);
    expect(moved!.id).toBe(one!.id);
    expect(moved!.lineNumber).toBe(3);
    expect(fileOf(moved!.id)).toBe('core/x.ts');
  });

  it('change nothing but their place', () => {
    const text = 'if (a) b(1);';
    expect(mutantsOf('core/x.ts', text).map((mutant) => mutated(text, mutant))).toEqual([
      'if (false) b(1);',
      'if (true) b(1);',
      'if (a) ;',
      'if (a) b(2);',
    ]);
  });
});
