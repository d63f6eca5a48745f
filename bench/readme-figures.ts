import { RunFailed } from '../cli/errors.ts';
import { type Figure, isMet, rounded, targetText } from './report.ts';
import type { BenchResult } from './result.ts';

/** What the README shows of the benchmark, by the figures' names, in its order. */
const SHOWN = [
  "realised RMSE over the seasonal naive's, averaged over windows",
  "realised RMSE over Python Prophet's with its yearly season on, averaged over windows",
  'coverage of the 80 % intervals, averaged over windows',
  "worst window, realised RMSE over the seasonal naive's",
  'npm start, first run after the install',
  'npm start, every further run',
  'replay of 5 windows, 3 candidates',
  "replay, times faster than Python Prophet's fits alone",
  'prophet family, CSV to printed errors',
  "prophet family, times faster than Python Prophet's fits alone",
  'computing, harmonic, 10,000 series',
  'silver to gold, harmonic, 10,000 series',
  'silver to gold, harmonic, 10,000 series, peak memory',
  'computing, prophet, a sample of 1,000',
  'silver to gold, prophet, a sample of 1,000',
  'orchestration, a state',
  'synth of one environment, whole process',
  'synth of one environment with all its code, cdk synth',
] as const;

const BEGIN = '<!-- figures: written by `npm run figures` from bench.json -->';
const END = '<!-- end of the figures -->';

/** The README with the figures of this result between its two marks. @throws RunFailed naming what is missing */
export function withFigures(readme: string, result: BenchResult): string {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (begin === -1 || end < begin)
    throw new RunFailed('FiguresHaveNoPlace', `README.md has no lines '${BEGIN}' and '${END}'`);
  return `${readme.slice(0, begin)}${BEGIN}\n\n${page(result)}\n\n${readme.slice(end)}`;
}

function page({ machine, sections }: BenchResult): string {
  const figures = sections.flatMap((section) => section.figures);
  const shown = SHOWN.map((name) => figureNamed(figures, name));
  const missed = shown.filter((figure) => isMet(figure) === false);
  const { measuredAt, commit, cores, cpu, node } = machine;
  const where = `On ${cores} cores (${cpu.trim()}), Node ${node.slice(1)}, by \`npm run bench\` on ${measuredAt.slice(0, 10)}, commit ${commit.slice(0, 8)}. The errors and the coverage are those of the demo.`;
  const limits = missed.map(({ name, limitedBy }) => `- ${name}: ${limitedBy ?? 'not known'}.`);
  const falls = missed.length === 0 ? [] : ['What fell short, and what limits it:', '', ...limits];
  return [where, '', ...table(shown), '', ...falls].join('\n').trimEnd();
}

function figureNamed(figures: readonly Figure[], name: string): Figure {
  const found = figures.find((figure) => figure.name === name);
  if (found !== undefined) return found;
  throw new RunFailed(
    'FiguresMissing',
    `bench.json has no figure '${name}'; run 'npm run bench' whole, every section of which must succeed`,
  );
}

/** As prettier aligns it, which looks at the README too. */
function table(figures: readonly Figure[]): string[] {
  const rows = [['what', 'measured', 'target'], ...figures.map(row)];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((cells) => cells[column].length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
  const [head, ...body] = rows.map(line);
  return [head, line(widths.map((width) => '-'.repeat(width))), ...body];
}

function row(figure: Figure): string[] {
  const { name, value, unit, target } = figure;
  const verdict = isMet(figure) === false ? ' (missed)' : '';
  return [name, `${rounded(value)} ${unit}`.trimEnd(), target === undefined ? '' : `${targetText(target)}${verdict}`];
}
