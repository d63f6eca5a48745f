import { RunFailed } from '../cli/errors.ts';
import { type Figure, isMet, rounded, targetText } from './report.ts';
import type { BenchResult, SectionRecord } from './result.ts';

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

/** Of data sets that not everybody has beside the checkout: shown where they were measured. */
const SHOWN_OF_PUBLIC_SETS: readonly string[] = [
  "users' RMSE, gates over promote-latest, geometric mean of the sets",
  "users' RMSE, gates over refresh-latest, geometric mean of the sets",
  "sets where the gates' users have more than 1.005 of a yardstick's RMSE",
  'sets whose 80 % intervals hold less than 74 % or more than 86 %, up to the next look',
  "RMSE over Python Prophet's, both held for a window, geometric mean of the sets",
  "m4weekly: MASE over the best of statsforecast's five",
  "m4hourly: MASE over the best of statsforecast's five",
];

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
  const ofPublicSets = figures.filter(({ name }) => SHOWN_OF_PUBLIC_SETS.includes(name));
  const shown = [...SHOWN.map((name) => figureNamed(figures, name)), ...ofPublicSets];
  const missed = shown.filter((figure) => isMet(figure) === false);
  const { cores, cpu, node } = machine;
  const where = `On ${cores} cores (${cpu.trim()}), Node ${node.slice(1)}, by \`npm run bench\`: ${measured(sections)}. Where no data are named, errors and coverage are those of the demo.`;
  const limits = missed.map(({ name, limitedBy }) => `- ${name}: ${limitedBy ?? 'not known'}.`);
  const falls = missed.length === 0 ? [] : ['What fell short, and what limits it:', '', ...limits];
  return [where, '', ...table(shown), '', ...falls].join('\n').trimEnd();
}

/** Which commit, and when: once, or by section. */
function measured(sections: readonly SectionRecord[]): string {
  const at = ({ measuredAt, commit }: SectionRecord) => `on ${measuredAt.slice(0, 10)}, commit ${commit.slice(0, 8)}`;
  const places = [...new Set(sections.map(at))];
  if (places.length === 1) return places[0];
  const of = (place: string) => sections.filter((section) => at(section) === place).map(({ section }) => section);
  return places.map((place) => `${of(place).join(', ')} ${place}`).join('; ');
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
