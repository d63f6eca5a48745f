import { visible } from '../core/contracts/visible.ts';
import { hanging, wrapped } from './fitted-text.ts';
import type { Terminal } from './terminal.ts';

/** What parts a message of core (core/contracts/errors.ts), in its order; what a machine fails with is such a text, too. */
const PARTS = [
  ['got', '; got '],
  ['allowed', '; allowed: '],
  ['hint', '; hint: '],
] as const;
const LABEL_COLUMNS = Math.max(...PARTS.map(([label]) => label.length));

/** What was wrong, and below it what was got, what is allowed and what helps, each where a reader looks for it; of several mistakes one after the other. */
export function errorText({ name, message }: Pick<Error, 'name' | 'message'>, terminal: Terminal): string {
  const problems = visible(message).split(/\n(?=\S)/);
  const [first, ...more] = problems.flatMap((problem, at) => {
    const named = at === 0 ? `${name}: ${problem}` : problem;
    return problemLines(named, terminal.width);
  });
  return [first.replace(name, () => terminal.paint('bad', name)), ...more].join('\n');
}

function problemLines(text: string, width: number): readonly string[] {
  let problem = text;
  const told: string[] = [];
  for (const [label, mark] of PARTS.toReversed()) {
    const at = problem.indexOf(mark);
    if (at === -1) continue;
    told.unshift(...hanging(`  ${label.padEnd(LABEL_COLUMNS)}  `, problem.slice(at + mark.length), width));
    problem = problem.slice(0, at);
  }
  return [...wrapped(problem, width), ...told];
}
