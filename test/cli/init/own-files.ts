import { correlatedNoise } from '../../../bench/data/noise.ts';

const DAY_MS = 86_400_000;

export type Date3 = readonly [year: string, month: string, day: string];

/** Files as people bring them, each of one trouble, small. */
export interface OwnFile {
  readonly name: string;
  readonly text: string;
}

export function dayTexts(start: string, count: number, step = 1): readonly string[] {
  return Array.from({ length: count }, (_, at) =>
    new Date(Date.parse(start) + at * step * DAY_MS).toISOString().slice(0, 10),
  );
}

export function parts(date: string): Date3 {
  const [year, month, day] = date.split('-');
  return [year, month, day];
}

/** A weekly season with noise. */
export function values(count: number, level = 50): readonly number[] {
  const noise = correlatedNoise(7, 0.3);
  return Array.from({ length: count }, (_, at) => level + 5 * Math.sin((2 * Math.PI * at) / 7) + noise());
}

export function csv(header: string, rows: readonly string[], delimiter = ','): string {
  return `${[header, ...rows].join('\n')}\n`.replaceAll(' | ', delimiter);
}

const DAYS = dayTexts('2022-01-01', 200);
const Y = values(200);
const monthsOf = (count: number) =>
  Array.from(
    { length: count },
    (_, at) => `${2000 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}-01`,
  );

export const OWN_FILES: readonly OwnFile[] = [
  {
    name: 'plain.csv',
    text: csv(
      'ds | y',
      DAYS.map((day, at) => `${day} | ${Y[at].toFixed(2)}`),
    ),
  },
  {
    name: 'decimal-comma.csv',
    text: csv(
      'Datum | Wert',
      DAYS.map((day, at) => `${parts(day).toReversed().join('.')} | ${Y[at].toFixed(2).replace('.', ',')}`),
      ';',
    ),
  },
  {
    name: 'thousands.csv',
    text: csv(
      'date | sales',
      DAYS.map((day, at) => `${day} | "${Math.round(20 * Y[at]).toLocaleString('en')}"`),
    ),
  },
  {
    name: 'us-short-years.csv',
    text: csv(
      'date | y',
      DAYS.map(
        (day, at) => `${Number(parts(day)[1])}/${Number(parts(day)[2])}/${day.slice(2, 4)} | ${Y[at].toFixed(2)}`,
      ),
    ),
  },
  {
    name: 'local-midnight.csv',
    text: csv(
      'ds | y',
      DAYS.map((day, at) => `${day}T00:00:00+0${day < '2022-03-28' ? 1 : 2}:00 | ${Y[at].toFixed(2)}`),
    ),
  },
  {
    name: 'weekdays.csv',
    text: csv(
      'date | calls',
      DAYS.flatMap((day, at) => (new Date(day).getUTCDay() % 6 === 0 ? [] : [`${day} | ${Math.round(Y[at])}`])),
    ),
  },
  {
    name: 'planned.csv',
    text: csv(
      'ds | y',
      DAYS.map((day, at) => `${day} | ${at < 180 ? Y[at].toFixed(2) : ''}`),
    ),
  },
  {
    name: 'closed.csv',
    text: csv(
      'ds | y',
      DAYS.map((day, at) => `${day} | ${at % 50 === 0 ? 'closed' : Y[at].toFixed(2)}`),
    ),
  },
  {
    name: 'hour-24.csv',
    text: csv(
      'hour_ending | mw',
      dayTexts('2023-01-01', 16).flatMap((day, at) =>
        Array.from(
          { length: 24 },
          (_, hour) =>
            `${day} ${String(hour + 1).padStart(2, '0')}:00 | ${(900 + 50 * Math.sin(hour / 3) + Y[at]).toFixed(1)}`,
        ),
      ),
    ),
  },
  {
    name: 'own-weeks.csv',
    text: csv(
      'store | week | units',
      ['a', 'b', 'c'].flatMap((store, shop) =>
        dayTexts(`2022-01-0${shop === 2 ? 2 : 3}`, 60, 7).map((day, at) => `${store} | ${day} | ${Math.round(Y[at])}`),
      ),
    ),
  },
  {
    name: 'one-observation.csv',
    text: csv('item | month | units', [
      ...['a', 'b', 'c'].flatMap((item) => monthsOf(48).map((day, at) => `${item} | ${day} | ${Math.round(Y[at])}`)),
      'late | 2003-12-01 | 7',
    ]),
  },
  {
    name: 'newcomers.csv',
    text: csv(
      'item | week | units',
      ['a', 'b', 'c', 'd', 'e'].flatMap((item, at) =>
        dayTexts('2020-01-06', 150, 7).flatMap((day, week) =>
          at > 1 && week < 95 ? [] : [`${item} | ${day} | ${Math.round(Y[week])}`],
        ),
      ),
    ),
  },
  {
    name: 'fiscal-quarters.csv',
    text: csv(
      'date | revenue',
      Array.from(
        { length: 60 },
        (_, at) => `${new Date(Date.UTC(2003, 1 + 3 * at, 0)).toISOString().slice(0, 10)} | ${(Y[at] * 2).toFixed(1)}`,
      ),
    ),
  },
  {
    name: 'years.csv',
    text: csv(
      'year | population',
      Array.from({ length: 60 }, (_, at) => `${1950 + at} | ${1000 + 3 * at}`),
    ),
  },
  {
    name: 'hole.csv',
    text: csv(
      'week | v',
      dayTexts('2016-01-04', 200, 7).flatMap((day, at) =>
        at > 90 && at < 140 ? [] : [`${day} | ${Y[at].toFixed(1)}`],
      ),
    ),
  },
  {
    name: 'prototype.csv',
    text: csv(
      '__proto__ | constructor | toString',
      DAYS.flatMap((day, at) => ['a', 'b'].map((id) => `${day} | ${Y[at].toFixed(2)} | ${id}`)),
    ),
  },
  {
    name: 'quotes.csv',
    text: csv(
      `"da""te" | va'lue | "it's a ""store"""`,
      DAYS.flatMap((day, at) => ['a', 'b'].map((id) => `${day} | ${Y[at].toFixed(2)} | "${id} ""x"""`)),
    ),
  },
];
