import type { Mutant } from './mutants.ts';

/** The text with a call of `globalThis.mutantReached` wherever a mutant would be: the mutants that a test comes by are those it can kill. */
export function probed(text: string, mutants: readonly Mutant[]): string {
  const insertions: { readonly at: number; readonly order: number; readonly code: string }[] = [];
  for (const { id, probe } of mutants) {
    const call = `globalThis.mutantReached(${JSON.stringify(id)})`;
    if ('at' in probe) {
      insertions.push({ at: probe.at, order: 0, code: `${call};` });
    } else {
      // What ends here closes before anything opens; the longest opens first and closes last.
      insertions.push({ at: probe.start, order: text.length - probe.end + 1, code: `(${call},` });
      insertions.push({ at: probe.end, order: -probe.start - 1, code: ')' });
    }
  }
  insertions.sort((a, b) => a.at - b.at || a.order - b.order);
  let out = '';
  let last = 0;
  for (const { at, code } of insertions) {
    out += text.slice(last, at) + code;
    last = at;
  }
  return out + text.slice(last);
}
