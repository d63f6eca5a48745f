import { textTable } from '../../cli/table.ts';
import { folderOf } from './folders.ts';
import type { Mutant } from './mutants.ts';
import type { Survivor } from './survivors.ts';
import type { Verdict } from './verdicts.ts';

const FATES = ['killed', 'hung', 'survived', 'equivalent'] as const;
/** What became of a mutant. */
export type Fate = (typeof FATES)[number];

export interface Judged {
  readonly file: string;
  readonly fate: Fate;
}

/** @param verdict without one, no test comes by */
export function fateOf(verdict: Verdict | undefined, judgement: Survivor | undefined): Fate {
  if (judgement?.equivalent === true) return 'equivalent';
  const how = verdict?.how ?? 'survived';
  return how === 'survived' || how === 'hung' ? how : 'killed';
}

/** Mutants by folder and fate, and the score. */
export function mutationTable(judged: readonly Judged[]): string {
  const folders = [...new Set(judged.map(({ file }) => folderOf(file)!.name))];
  const rows = folders.map((name) => [name, ...cells(judged.filter(({ file }) => folderOf(file)!.name === name))]);
  return textTable(['folder', 'mutants', ...FATES, 'score'], [...rows, ['all', ...cells(judged)]]);
}

/** The share killed of those that are not equal to the code; one that hangs is killed. NaN where there are none. */
export function scoreOf(judged: readonly Judged[]): number {
  const [killed, hung, survived] = FATES.map((fate) => count(judged, fate));
  return (killed! + hung!) / (killed! + hung! + survived!);
}

export function survivorLine(mutant: Mutant, verdict: Verdict | undefined, judgement: Survivor | undefined): string {
  const { name, lineNumber, operator } = mutant;
  const reason = judgement?.reason ?? (verdict === undefined ? 'no test comes by' : 'no test notices');
  return `${name.file}:${lineNumber}  ${operator}: ${name.from} -> ${name.to}  (${reason})`;
}

function cells(judged: readonly Judged[]): readonly string[] {
  const score = `${(100 * scoreOf(judged)).toFixed(1)} %`;
  return [String(judged.length), ...FATES.map((fate) => String(count(judged, fate))), score];
}

function count(judged: readonly Judged[], fate: Fate): number {
  return judged.filter((each) => each.fate === fate).length;
}
