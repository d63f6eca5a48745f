import { describe, expect, it } from '@jest/globals';
import { chooseId, idCandidates, notToldApart } from '../../../core/inspect/choose-id.ts';
import { chooseTarget, chooseTimestamp } from '../../../core/inspect/choose-columns.ts';
import { columnProfiler } from '../../../core/inspect/column-profile.ts';
import { isNamedAs } from '../../../core/inspect/names.ts';
import { apartnessCounter } from '../../../core/inspect/told-apart.ts';
import { DAILY } from '../../support/dataset.ts';

const { contract } = DAILY;
type Table = Readonly<Record<string, readonly string[]>>;

function profiles(table: Table) {
  return Object.entries(table).map(([name, texts]) => {
    const profiler = columnProfiler(name, 'text', contract);
    for (const text of texts) profiler.add(text);
    return profiler.profile();
  });
}

const DAYS = Array.from({ length: 30 }, (_, at) => `2024-06-${String(at + 1).padStart(2, '0')}`);
const many = (make: (at: number) => string | number) => DAYS.map((_, at) => String(make(at)));
const target = (table: Table, taken: readonly string[] = []) =>
  chooseTarget(profiles(table), { asked: undefined, taken, contract }).column.name;

it('a column goes by a word of its name', () => {
  for (const name of ['storeId', 'STORE_ID', 'store id', 'Store']) expect(isNamedAs('id', name)).toBe(true);
  for (const name of ['valid', 'idea', '__proto__', 'constructor']) expect(isNamedAs('id', name)).toBe(false);
});

describe('the column of dates', () => {
  const timestamp = (table: Table) => chooseTimestamp(profiles(table), undefined);

  it('holds dates; of several the one that is named so, and the others are told', () => {
    const { column, doubts } = timestamp({ shipped: DAYS, date: DAYS, y: many((at) => at * 1.5) });
    expect(column.name).toBe('date');
    expect(doubts).toEqual([
      { field: 'columns.timestamp', says: "'date' was chosen; it could be 'shipped' (--timestamp COL)" },
    ]);
  });

  it('is none of bare digits, unless it is named so: every four are a year', () => {
    expect(timestamp({ sales: many((at) => 1500 + at * 7), year: many((at) => 1980 + at) }).column.name).toBe('year');
    expect(() => timestamp({ sales: many((at) => 1500 + at * 7), n: many((at) => at) })).toThrow(
      'no column holds dates',
    );
  });
});

describe('the column of values', () => {
  it('holds numbers, is no row number, no part of a date and no flag; one that is named so goes first', () => {
    const table = {
      '': many((at) => at),
      month: many(() => 6),
      holiday: many((at) => at % 2),
      temp: many((at) => at * 1.5),
    };
    expect(target(table)).toBe('temp');
    expect(target({ ...table, load: many((at) => at * 3.5) })).toBe('load');
    expect(target({ ...table, load: many((at) => at * 3.5), y: many((at) => at * 3.5) })).toBe('y');
  });

  it('is none that has another role', () => {
    expect(target({ y: many((at) => at), x: many((at) => at * 1.5) }, ['y'])).toBe('x');
    expect(() => target({ words: many((at) => `a${at} b`) })).toThrow(
      "column 'words' has letters beside the number, as 'a0 b'",
    );
  });

  it('may have a word now and then', () => {
    expect(target({ y: many((at) => (at < 8 ? `closed${at}` : at * 1.5)) })).toBe('y');
  });
});

describe('the column that tells series apart', () => {
  const found = (table: Table, rows: Table[string], more: readonly (readonly string[])[] = []) => {
    const candidates = idCandidates(profiles(table), ['ds', 'y']).map(({ name }) => name);
    const sets = [[], ...candidates.map((name) => [name]), ...more];
    const counter = apartnessCounter(sets);
    table.ds.forEach((timestamp, at) => counter.add({ timestamp, value: rows[at], cell: (name) => table[name][at] }));
    const all = counter.found();
    return { all, chosen: chooseId(all[0], all.slice(1, 1 + candidates.length)) };
  };
  const twice = [...DAYS, ...DAYS];
  const y = twice.map((_, at) => String(at * 1.5));

  it('is none where no date stands twice, or few do by slip', () => {
    expect(found({ ds: DAYS, weather: many((at) => (at % 2 ? 'rain' : 'sun')) }, y).chosen).toEqual({
      id: undefined,
      doubts: [],
    });
    const slip = found({ ds: [...DAYS, DAYS[3]], weather: [...many(() => 'sun'), 'fog'] }, y).chosen;
    expect(slip).toMatchObject({ id: undefined, doubts: [{ field: 'columns.id' }] });
  });

  it('is the one by which no row has another of its date', () => {
    const store = twice.map((_, at) => (at < 30 ? 'a' : 'b'));
    const weather = twice.map((_, at) => (at % 3 ? 'rain' : 'sun'));
    expect(found({ ds: twice, weather, store }, y).chosen).toEqual({ id: 'store', doubts: [] });
    const both = found({ ds: twice, store, name: store }, y).chosen;
    expect(both).toMatchObject({
      id: 'store',
      doubts: [{ says: "'store' tells the series apart; 'name' would, too (--id)" }],
    });
  });

  it('is none that gives every row a series of its own', () => {
    expect(found({ ds: twice, note: twice.map((_, at) => `n${at}`) }, y).chosen).toBe('pairs');
  });

  it('is none where equal rows stand twice', () => {
    const same = [...many((at) => at * 1.5), ...many((at) => at * 1.5)];
    expect(found({ ds: twice }, same).chosen).toMatchObject({ id: undefined });
  });

  it('is refused where it is a part of the date', () => {
    expect(() => found({ ds: twice, hour: twice.map((_, at) => (at < 30 ? '0' : '1')) }, y)).toThrow(
      "'hour' tells their rows apart: a date in several columns",
    );
  });

  it('is refused where it takes two, and they are named', () => {
    const fourTimes = [...twice, ...twice];
    const table = {
      ds: fourTimes,
      shop: fourTimes.map((_, at) => (at < 60 ? 'a' : 'b')),
      item: fourTimes.map((_, at) => (at % 60 < 30 ? 'x' : 'z')),
    };
    const values = fourTimes.map((_, at) => String(at));
    const { all, chosen } = found(table, values, [['shop', 'item']]);
    expect(chosen).toBe('pairs');
    expect(notToldApart(all[0], all.slice(-1)).message).toContain('shop and item, which together make 4 series');
    expect(notToldApart(all[0], []).message).toContain(
      '90 of 120 rows have the date of another row, and no column tells',
    );
  });
});

it('columns that cannot tell rows apart are given up early', () => {
  const counter = apartnessCounter([['a']]);
  for (let at = 0; at < 3000; at++) counter.add({ timestamp: 'same', value: String(at), cell: () => 'x' });
  expect(counter.found()[0]).toMatchObject({ isHopeless: true, rows: 2000 });
});
