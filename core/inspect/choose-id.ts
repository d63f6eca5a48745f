import { percent, plural } from '../contracts/figures.ts';
import { shown } from '../contracts/visible.ts';
import { listed } from './choose-columns.ts';
import type { ColumnProfile } from './column-profile.ts';
import { isNamedAs } from './names.ts';
import { type Apartness, FEW_REPEATED } from './told-apart.ts';
import { type Doubt, undecided } from './undecided.ts';

/** Columns that are held against all rows: each takes a pass's memory. */
const MOST_CANDIDATES = 6;
/** Of a set of columns that tells series apart, rows that another one contradicts: slips. */
const SLIPS = 0.01;

/** Columns that could tell series apart, the likeliest first. @param taken of dates and values */
export function idCandidates(profiles: readonly ColumnProfile[], taken: readonly string[]): readonly ColumnProfile[] {
  const possible = profiles.filter(
    ({ name, kind, filled, empty, distinct, texts, numbers, numbersRows }) =>
      !taken.includes(name) &&
      kind !== 'unreadable' &&
      distinct >= 2 &&
      empty <= SLIPS * (filled + empty) &&
      !numbersRows &&
      // A quantity is measured; what names is written the same each time.
      (isNamedAs('id', name) || numbers < 1 || (texts.every((text) => /^\d+$/.test(text)) && distinct * 4 <= filled)),
  );
  const rank = ({ name, numbers }: ColumnProfile) => (isNamedAs('id', name) ? 0 : numbers < 1 ? 1 : 2);
  return possible.toSorted((a, b) => rank(a) - rank(b) || a.distinct - b.distinct).slice(0, MOST_CANDIDATES);
}

export interface Chosen {
  /** undefined: one series. */
  readonly id: string | undefined;
  readonly doubts: readonly Doubt[];
}

/**
 * Which of them tells the series apart: none, where dates are different without.
 *
 * @returns 'pairs' where no one column does, and two together are to be tried
 * @throws SourceRefused where it is a part of the date that does
 */
export function chooseId(alone: Apartness, single: readonly Apartness[]): Chosen | 'pairs' {
  if (alone.repeated === 0) return { id: undefined, doubts: [] };
  const isFew = alone.repeated <= FEW_REPEATED * alone.rows;
  if (isFew) return { id: undefined, doubts: [fewRepeated(alone)] };
  const found = single.filter((one) => tellsApart(one, alone));
  const whole = found.filter(({ columns: [name] }) => !isNamedAs('datePart', name));
  if (whole.length === 0 && found.length > 0) throw dateInParts(found[0].columns[0]);
  if (whole.length > 0) {
    const [{ columns }, ...others] = whole;
    const names = others.flatMap((one) => one.columns);
    const says = `'${shown(columns[0])}' tells the series apart; ${listed(names)} would, too (--id)`;
    return { id: columns[0], doubts: names.length === 0 ? [] : [{ field: 'columns.id', says }] };
  }
  if (alone.contradicting === 0) return { id: undefined, doubts: [fewRepeated(alone)] };
  return 'pairs';
}

/** The error where it takes two columns, or nothing does. */
export function notToldApart(alone: Apartness, pairs: readonly Apartness[]) {
  const found = pairs.find((one) => tellsApart(one, alone));
  const problem = `${alone.repeated} of ${plural(alone.rows, 'row')} have the date of another row`;
  if (found !== undefined) {
    const [first, second] = found.columns.map((name) => shown(name));
    return undecided({
      problem: `${problem}, and it takes two columns to tell the series apart`,
      got: `${first} and ${second}, which together make ${plural(found.series, 'series', 'series')}`,
      allowed: 'one column that names the series (columns.id)',
      hint: `add a column to the file that joins the two, as '${first} ${second}'; or add up over one of them where the file is made`,
    });
  }
  return undecided({
    problem: `${problem}, and no column tells the series apart`,
    got: `${alone.contradicting} of them with another value`,
    allowed: 'a column that names the series, or rows that are put together',
    hint: 'name the column: --id COL; or add the rows of a date up where the file is made',
  });
}

function tellsApart({ isHopeless, contradicting, repeated, rows, series }: Apartness, alone: Apartness): boolean {
  return !isHopeless && contradicting <= SLIPS * rows && repeated <= alone.repeated / 5 && series * 2 <= rows;
}

function fewRepeated({ rows, repeated, contradicting }: Apartness): Doubt {
  if (contradicting === 0) {
    const says = `${plural(repeated, 'row says', 'rows say')} the same as another (${percent(repeated / rows)}), and count once`;
    return { field: 'columns.id', says };
  }
  return {
    field: 'columns.id',
    says:
      `${plural(repeated, 'row has', 'rows have')} the date of another (${percent(repeated / rows)}), ${contradicting} of them another value: ` +
      'taken for slips of one series; where they are of several, name the column (--id)',
  };
}

function dateInParts(part: string) {
  return undecided({
    problem: `the dates stand several times, and '${shown(part)}' tells their rows apart: a date in several columns`,
    got: part,
    allowed: 'one column with date and time',
    hint: `join the columns where the file is made ('2012-03-04 05:00'); where '${shown(part)}' names series, say so: --id ${shown(part)}`,
  });
}
