import { shown } from '../contracts/visible.ts';
import { nearestName } from '../ingest/nearest-name.ts';
import type { DataContract } from '../contracts/data-contract.ts';
import { timestampTrouble } from '../series/trouble/timestamp-trouble.ts';
import { valueTrouble } from '../series/trouble/value-trouble.ts';
import { type ColumnProfile, isDate, isNumber } from './column-profile.ts';
import { isNamedAs } from './names.ts';
import { type Doubt, undecided } from './undecided.ts';

/** A column for a role, and what else could have it. */
export interface Choice {
  readonly column: ColumnProfile;
  readonly doubts: readonly Doubt[];
}

/** Of a column's texts, so many are what its role asks for: the rest are slips, and bad rows. */
const MOSTLY = 0.9;
/** Words among the numbers ('closed') are no reason to take a column for anything else. */
const OFTEN = 0.6;
const OTHERS_NAMED = 8;

/** @throws SourceRefused where no column holds dates, or the one that is named is none */
export function chooseTimestamp(profiles: readonly ColumnProfile[], asked: string | undefined): Choice {
  if (asked !== undefined) return { column: named(profiles, asked, '--timestamp'), doubts: [] };
  const candidates = profiles.filter(
    ({ kind, filled, empty, dates, areDigits, name, numbersRows }) =>
      kind !== 'unreadable' &&
      filled >= empty &&
      dates >= MOSTLY &&
      // Any four digits are a year: of numbers alone, the name has to say that they are dates.
      (!areDigits || (isNamedAs('timestamp', name) && !numbersRows)),
  );
  const [column, ...others] = ranked(candidates, (profile) => [
    profile.areDigits ? 1 : 0,
    isNamedAs('timestamp', profile.name) ? 0 : 1,
    profile.numbers >= MOSTLY ? 1 : 0,
  ]);
  if (column === undefined) throw noDates(profiles);
  const rivals = others.filter(({ areDigits }) => areDigits === column.areDigits);
  return { column, doubts: doubtsOf('timestamp', column, rivals) };
}

/** @throws SourceRefused where no column holds numbers, or the one that is named is none */
export function chooseTarget(
  profiles: readonly ColumnProfile[],
  {
    asked,
    taken,
    contract,
  }: { readonly asked: string | undefined; readonly taken: readonly string[]; readonly contract: DataContract },
): Choice {
  if (asked !== undefined) return { column: named(profiles, asked, '--target'), doubts: [] };
  const free = profiles.filter(({ name }) => !taken.includes(name));
  const numeric = free.filter(
    ({ kind, filled, numbers, numbersRows, name }) =>
      kind !== 'unreadable' && filled > 0 && numbers >= OFTEN && !(numbersRows && !isNamedAs('target', name)),
  );
  const [column, ...others] = ranked(numeric, (profile) => [
    isNamedAs('target', profile.name) ? 0 : isPart(profile) ? 3 : isNamedAs('measure', profile.name) ? 1 : 2,
    // A flag, or nothing that changes, is what a value is known by.
    profile.distinct <= 2 ? 1 : 0,
  ]);
  if (column === undefined) throw noNumbers(free, contract);
  const rivals = others.filter((profile) => !isPart(profile));
  return { column, doubts: doubtsOf('target', column, rivals) };
}

/** A part of a date, or what names a series. */
function isPart({ name }: ColumnProfile): boolean {
  return isNamedAs('datePart', name) || isNamedAs('id', name);
}

function named(profiles: readonly ColumnProfile[], asked: string, option: string): ColumnProfile {
  const found = profiles.find(({ name }) => name === asked);
  if (found !== undefined) return found;
  const names = profiles.map(({ name }) => name);
  throw undecided({
    problem: `the file has no column '${shown(asked)}' that is named once (${option})`,
    got: asked,
    allowed: listed(names, ''),
    hint: `did you mean '${shown(nearestName(asked, names) ?? '')}'?`,
  });
}

/** As `--id` and `--regressors` name them. @throws SourceRefused */
export function requireColumns(profiles: readonly ColumnProfile[], names: readonly string[], option: string): void {
  for (const name of names) named(profiles, name, option);
}

function ranked(
  profiles: readonly ColumnProfile[],
  rank: (profile: ColumnProfile) => readonly number[],
): readonly ColumnProfile[] {
  const ranks = new Map(profiles.map((profile) => [profile, rank(profile)]));
  // Of equals the one that stands first.
  return profiles.toSorted((a, b) => {
    const [left, right] = [ranks.get(a) ?? [], ranks.get(b) ?? []];
    const differs = left.findIndex((value, at) => value !== right[at]);
    return differs === -1 ? 0 : left[differs] - right[differs];
  });
}

function doubtsOf(
  role: 'timestamp' | 'target',
  { name }: ColumnProfile,
  others: readonly ColumnProfile[],
): readonly Doubt[] {
  if (others.length === 0) return [];
  const names = listed(others.map((other) => other.name));
  return [{ field: `columns.${role}`, says: `'${shown(name)}' was chosen; it could be ${names} (--${role} COL)` }];
}

export function listed(names: readonly string[], quote = "'"): string {
  const first = names.slice(0, OTHERS_NAMED).map((name) => `${quote}${shown(name)}${quote}`);
  const more = names.length - first.length;
  return `${first.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function noDates(profiles: readonly ColumnProfile[]) {
  const inHeader = profiles.filter(({ name }) => isDate(name));
  if (inHeader.length >= 3) {
    return undecided({
      problem: `no column holds dates: ${inHeader.length} of them stand in the header, so the table is a wide one`,
      got: listed(
        inHeader.map(({ name }) => name),
        '',
      ),
      allowed: 'a row for each date of each series, with a column of dates',
      hint: "make it long where it is made (pandas: melt; R: pivot_longer; SQL: UNPIVOT), with the names of those columns in a column 'date'",
    });
  }
  const called = profiles.filter(({ name, filled }) => isNamedAs('timestamp', name) && filled > 0);
  const seen = called.flatMap(({ name, texts }) => {
    const text = texts.find((one) => !isDate(one));
    if (text === undefined) return [];
    const { has } = timestampTrouble(text, { dateOrder: 'day-first', frequency: 'year', zone: null });
    return [`column '${shown(name)}' has ${has}, as '${shown(text)}'`];
  });
  return undecided({
    problem: `no column holds dates${seen.map((one) => `; ${one}`).join('')}`,
    got: listed(
      profiles.map(({ name }) => name),
      '',
    ),
    allowed: 'a column of dates: ISO 8601, 20120304, 4-Mar-2012, 2012-Q1, 2012M03, 2012-W03, 3/4/2012, ...',
    hint: 'write dates as 2012-03-04; where a column of bare numbers is meant (2012), name it: --timestamp COL',
  });
}

function noNumbers(profiles: readonly ColumnProfile[], contract: DataContract) {
  const seen = profiles.slice(0, OTHERS_NAMED).map(({ name, kind, texts: [text] }) => {
    if (kind === 'unreadable') return `column '${shown(name)}' holds lists, or what else is no text`;
    if (text === undefined) return `column '${shown(name)}' has no value`;
    return `column '${shown(name)}' has ${isNumber(text, contract) ? 'few numbers' : valueTrouble(text, contract).has}, as '${shown(text)}'`;
  });
  return undecided({
    problem: `no column holds numbers to forecast${seen.map((one) => `; ${one}`).join('')}`,
    got:
      profiles.length === 0
        ? 'no other column'
        : listed(
            profiles.map(({ name }) => name),
            '',
          ),
    allowed: 'a column of plain numbers',
    hint: 'where one is meant that has units or words in it, write it as numbers; else name it: --target COL',
  });
}
