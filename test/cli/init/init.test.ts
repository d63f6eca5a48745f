import { existsSync, readdirSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { check } from 'prettier';
import { givenOptions, parseCommand } from '../../../cli/options.ts';
import { replayCommand } from '../../../cli/replay/command.ts';
import { replayRequest } from '../../../cli/replay/replay-request.ts';
import { writeDemoData } from '../../../cli/demo/demo-data.ts';
import { placeholdersIn } from '../../../core/contracts/placeholder.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { INDEX, type Initiated, initiate, initiated, placed, printedReplay } from './initiated.ts';
import { csv, dayTexts, OWN_FILES, values } from './own-files.ts';

const file = (name: string) => OWN_FILES.find((one) => one.name === name)!.text;
const DAYS = dayTexts('2022-01-01', 200);
const Y = values(200);

/** The printed command lives through the literal itself, which a person has yet to fill in. */
function expectReplayed({ said, dataset, data }: Initiated): void {
  const args = printedReplay(said);
  const asked = replayRequest(parseCommand(replayCommand, args)!, givenOptions(replayCommand, args), [dataset]);
  expect(asked).toMatchObject({ dataset, dataPath: data, outDir: `out/${dataset.name}` });
  expect(placeholdersIn(dataset)).toEqual(['description', 'owner', 'intendedUse', 'promotion.gates.cost.basis']);
  expect(asked.notes[0]).toContain(`'${dataset.name}' has yet to be filled in (datasets/): description, owner, `);
  expect(dataset.source.prefix).toBe(dataset.name);
}

describe('npm run init', () => {
  it.each(OWN_FILES)(
    'writes of $name what the command that it prints replays, formatted, into the list',
    async ({ name, text }) => {
      const found = await initiated(name, text);
      expectReplayed(found);
      expect(
        await check(found.literal, { parser: 'typescript', printWidth: 120, singleQuote: true, trailingComma: 'all' }),
      ).toBe(true);
      expect(found.index).toMatch(/DATASETS: readonly Dataset\[\] = \[weather, \w+\];/);
    },
  );

  it.each([
    ['plain.csv', { frequency: 'day', seasonLength: 7, columns: { timestamp: 'ds', target: 'y' } }],
    ['decimal-comma.csv', { contract: { dateOrder: 'day-first', decimalComma: true, thousandsSeparator: null } }],
    ['thousands.csv', { contract: { decimalComma: false, thousandsSeparator: ',', min: 0 } }],
    ['us-short-years.csv', { contract: { dateOrder: 'month-first' } }],
    ['local-midnight.csv', { frequency: 'day', contract: { timeZone: 'Europe/Berlin' } }],
    ['closed.csv', { contract: { missingValues: ['NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', '-', 'closed'] } }],
    ['hour-24.csv', { frequency: 'hour', columns: { timestamp: 'hour_ending', target: 'mw' } }],
    ['own-weeks.csv', { frequency: 'week', columns: { id: 'store', timestamp: 'week', target: 'units' } }],
    ['one-observation.csv', { frequency: 'month', columns: { id: 'item', timestamp: 'month', target: 'units' } }],
    ['fiscal-quarters.csv', { frequency: 'quarter', training: { length: '10y' }, evaluation: { length: '1y' } }],
    ['years.csv', { frequency: 'year', columns: { timestamp: 'year', target: 'population' } }],
    ['prototype.csv', { columns: { id: 'toString', timestamp: '__proto__', target: 'constructor' } }],
    ['quotes.csv', { columns: { id: 'it\'s a "store"', timestamp: 'da"te', target: "va'lue" } }],
  ])('finds what %s is', async (name, expected) => {
    const { dataset } = await initiated(name, file(name));
    expect(dataset).toMatchObject(expected);
  });

  it('says what it found, what it is unsure of with the field, and what to do', async () => {
    const { said, data, folder } = await initiated('weekdays.csv', file('weekdays.csv'));
    expect(said).toContain('rows        142\n');
    expect(said).toContain('span        2022-01-03 to 2022-07-19: 198 days\n');
    expect(said).toContain('gaps        56 days within 1 series; never on Saturday, Sunday\n');
    expect(said).toContain('- contract.min: no value is below 0, and they look like counts');
    expect(said).toContain('- promotion.gates.cost: what a unit too high');
    expect(said).toContain(`Wrote ${folder}/weekdays.ts, and added it to ${folder}/index.ts.`);
    expect(said).toContain(`npm run replay -- --dataset weekdays --data ${data} --out out/weekdays\n`);
    expect(said).toContain("Add 'weekdays' to 'datasets' in environments/dev.ts");
  });

  it('puts what is doubtful above its field', async () => {
    const { literal } = await initiated('us-short-years.csv', file('us-short-years.csv'));
    expect(literal).toContain(
      "    // Month-first: '1/13/22' is a date by month-first alone (--date-order)\n    dateOrder: 'month-first',\n",
    );
  });

  it('counts rows that are planned, fall twice, or are refused', async () => {
    const { said } = await initiated('planned.csv', file('planned.csv'));
    expect(said).toContain('rows        200, of which 20 without a value yet\n');
    expect(said).toContain('- regressors: 20 rows have no value yet');
    const twice = csv('ds | y', [...DAYS.map((day, at) => `${day} | ${Y[at].toFixed(1)}`), '2022-02-01 | 7777.5']);
    const again = await initiated('twice.csv', twice);
    expect(again.said).toContain('rows        201, of which 2 conflicting-duplicate\n');
    expect(again.said).toContain('- contract.maxQuarantineShare: 1.0 % of the rows are refused (2');
    expect(again.said).toContain('- columns.id: 1 row has the date of another');
  });

  it('reads the demo, and the file that it is made of', async () => {
    const root = await placed('temperatures.csv', '');
    await writeDemoData(root.data);
    const { dataset, said } = await initiate(root);
    expect(dataset).toMatchObject({
      frequency: 'day',
      columns: { id: 'series', timestamp: 'date', target: 'value' },
      seasonLength: 365,
    });
    expect(dataset.contract.min).toBeUndefined();
    expect(said).toContain('seasons     7 days: none seen; 365 days: strong\n');
    const wide = await placed('vega.csv', '');
    await copyFile('node_modules/vega-datasets/data/weather.csv', wide.data);
    const { said: asked } = await initiate(wide, '--target', 'temp_max');
    expect(asked).toContain("target      column 'temp_max'");
    const chosen = await initiate(wide, '--force');
    expect(chosen.dataset.columns).toEqual({ id: 'location', timestamp: 'date', target: 'precipitation' });
    expect(chosen.said.replaceAll(/\s+/g, ' ')).toContain(
      "columns.target: 'precipitation' was chosen; it could be 'temp_max', 'temp_min', 'wind' (--target COL)",
    );
  });
});

describe('what a person settles', () => {
  const months = Array.from({ length: 9 }, (_, at) => `0${at + 1}/06/2024 | ${10 + at}.5`);
  const points = csv(
    'ds | y',
    DAYS.map((day, at) => `${day} | 1.${100 + at}`),
  );

  it('is asked where dates can be read in two ways', async () => {
    const undecided = initiated('dates.csv', csv('date | y', months));
    await expect(undecided).rejects.toThrow("'01/06/2024' is 2024-06-01 day-first, and 2024-01-06 month-first");
    await expect(undecided).rejects.toThrow('say which: --date-order day-first, or --date-order month-first');
  });

  it('is asked where values can be read in two ways, and taken at their word', async () => {
    const undecided = initiated('points.csv', points);
    await expect(undecided).rejects.toThrow(
      "'1.100' is 1.1 (--thousands none), or 1100 (--thousands . --decimal-comma)",
    );
    const plain = await initiated('points.csv', points, '--thousands', 'none');
    expect(plain.dataset.contract).toMatchObject({ decimalComma: false, thousandsSeparator: null });
    expectReplayed(plain);
    const grouped = await initiated('points.csv', points, '--thousands', '.');
    expect(grouped.dataset.contract).toMatchObject({ decimalComma: true, thousandsSeparator: '.' });
    expectReplayed(grouped);
  });

  it('is asked what finer rows become', async () => {
    const start = Date.parse('2023-01-01');
    const rows = Array.from(
      { length: 6 * 24 * 20 },
      (_, at) => `${new Date(start + at * 600_000).toISOString()} | ${Y[at % 200].toFixed(2)}`,
    );
    const fine = await placed('ten-minutes.csv', csv('ts | v', rows));
    await expect(initiate(fine)).rejects.toThrow(
      'the rows are 10 minutes apart, which is the distance of no frequency',
    );
    await expect(initiate(fine)).rejects.toThrow('--frequency hour --aggregate mean of levels');
    const gathered = await initiate(fine, '--aggregate', 'mean');
    expect(gathered.dataset).toMatchObject({ frequency: 'hour', contract: { aggregate: 'mean' } });
    expectReplayed(gathered);
  });

  it('is taken over into the literal', async () => {
    const args = [
      '--name',
      'mine',
      '--frequency',
      'day',
      '--country',
      'DE-BY',
      '--min',
      '-5',
      '--max',
      '99',
      '--missing',
      'x',
    ];
    const found = await initiated('plain.csv', file('plain.csv'), ...args);
    expect(found.dataset).toMatchObject({
      name: 'mine',
      holidays: { country: 'DE', subdivision: 'BY' },
      contract: { min: -5, max: 99 },
    });
    expectReplayed(found);
  });
});

it('numbers of Parquet are written in no style, and can be read in one way alone', async () => {
  const columnData = [
    { name: 'ds', data: [...DAYS], type: 'STRING' as const },
    { name: 'y', data: DAYS.map((_, at) => 1.1 + at / 1000), type: 'DOUBLE' as const },
  ];
  const { dataset, said } = await initiated('y.parquet', new Uint8Array(parquetWriteBuffer({ columnData })));
  expect(dataset).toMatchObject({
    source: { format: 'parquet' },
    contract: { decimalComma: false, thousandsSeparator: null },
  });
  expect(said).toContain('file        parquet\n');
});

describe('where it lies', () => {
  it('refuses a name that is taken, and writes over it when it is told to', async () => {
    const taken = await placed('weather.csv', file('plain.csv'));
    await expect(initiate(taken)).rejects.toThrow(
      "there is a data set 'weather' already; give another name (--name), or --force to write over it",
    );
    const forced = await initiate(taken, '--force');
    expect(forced.index).toBe(INDEX);
    const again = await placed('index.csv', file('plain.csv'));
    await expect(initiate(again)).rejects.toThrow("'index' is the list of data sets");
    await initiate(again, '--name', 'other');
    await expect(initiate(again, '--name', 'other')).rejects.toThrow("there is a data set 'other' already");
  });

  it('prints the literal and writes nothing, when asked to', async () => {
    const there = await placed('plain.csv', file('plain.csv'));
    const { said, index, folder } = await initiate(there, '--dry-run');
    expect(said).toMatch(/^import \{ checkedDataset \}/);
    expect(readdirSync(folder)).toEqual(['index.ts']);
    expect(index).toBe(INDEX);
  });

  it('reads file names of any kind', async () => {
    const blank = await initiated("my file's *数据.csv", file('plain.csv'));
    expect(blank.dataset.name).toBe('my-file-s');
    expectReplayed(blank);
    expect((await initiated('class.csv', file('plain.csv'))).literal).toContain('export const datasetClass = ');
    expect((await initiated('2024-sales.csv', file('plain.csv'))).index).toContain(
      "import { dataset2024Sales } from './2024-sales.ts';",
    );
  });

  it('reads a folder whose names tell the series apart, and files with a column more', async () => {
    const there = await placed('store=1/part.csv', file('plain.csv'));
    const data = join(there.data, '..', '..');
    await mkdir(join(data, 'store=2'));
    await writeFile(
      join(data, 'store=2', 'part.csv'),
      csv(
        'y | extra | ds',
        DAYS.map((day, at) => `${Y[at].toFixed(2)} | 1 | ${day}`),
      ),
    );
    const { dataset, said } = await initiate({ ...there, data });
    expect(dataset.columns).toEqual({ id: 'store', timestamp: 'ds', target: 'y' });
    expect(said).toContain('file        csv, 2 files\n');
  });
});

describe('what is no data', () => {
  const rows = DAYS.map((day, at) => `${day} | ${Y[at].toFixed(2)}`);

  it.each<readonly [what: string, text: string | Uint8Array, says: string]>([
    ['empty', '', 'the file is empty'],
    ['a header alone', 'date,value\n', 'there is a header, but no row'],
    ['without a header', csv('2021-12-31 | 5', rows), 'the first row looks like data, not like a header'],
    ['one row', 'date,value\n2022-01-01,5\n', 'the rows are too few to tell how far apart they lie'],
    ['one column', `date\n${DAYS.join('\n')}\n`, "no column holds numbers to forecast; got 'no other column'"],
    ['binary', Uint8Array.from({ length: 4000 }, (_, at) => (at * 7) % 256), 'or no text at all'],
    ['prose', 'once upon a time\nthere was a file\n', 'no column holds dates'],
    [
      'wide',
      csv(['id', ...DAYS.slice(0, 30)].join(' | '), [['a', ...Y.slice(0, 30)].join(' | ')]),
      '30 of them stand in the header, so the table is a wide one',
    ],
    [
      'days as spreadsheets count them',
      csv(
        'date | y',
        DAYS.map((_, at) => `${44562 + at} | 1`),
      ),
      "column 'date' has the number of a day, as spreadsheets count them",
    ],
    [
      'currency',
      csv(
        'ds | y',
        DAYS.map((day) => `${day} | $7`),
      ),
      "column 'y' has a currency sign, as '$7'",
    ],
    ['short', csv('ds | y', rows.slice(0, 8)), 'the history is too short for any window'],
    [
      'two columns to a series',
      csv(
        'ds | shop | item | y',
        DAYS.flatMap((day) =>
          ['a', 'b'].flatMap((shop) => ['x', 'z'].map((item, at) => `${day} | ${shop} | ${item} | ${at}.5`)),
        ),
      ),
      'shop and item, which together make 4 series',
    ],
    [
      'date and hour',
      csv(
        'date | hour | y',
        DAYS.flatMap((day) => [0, 1, 2].map((hour) => `${day} | ${hour} | ${hour}.5`)),
      ),
      "'hour' tells their rows apart",
    ],
  ])('%s is refused, and says why', async (_, text, says) => {
    const there = await placed('odd.csv', text);
    await expect(initiate(there)).rejects.toThrow(says);
    expect(readdirSync(there.folder)).toEqual(['index.ts']);
  });

  it('a column that is not there is refused with those that are', async () => {
    const there = await placed('plain.csv', file('plain.csv'));
    for (const option of ['--timestamp', '--target', '--id', '--regressors'])
      await expect(initiate(there, option, 'Y')).rejects.toThrow(
        `no column 'Y' that is named once (${option}); got 'Y'; allowed: ds, y`,
      );
    await expect(initiate({ ...there, data: 'nowhere.csv' })).rejects.toThrow("--data 'nowhere.csv' cannot be read");
    await expect(initiate({ ...there, data: await temporaryFolder() })).rejects.toThrow(
      'a folder without a data file in it',
    );
  });

  it('a hundred columns, and texts of any length that nobody asks for, are no trouble', async () => {
    const names = Array.from({ length: 97 }, (_, at) => `c${at}`);
    const long = 'x'.repeat(70_000);
    const text = csv(
      ['ds', 'y', 'note', ...names].join(' | '),
      DAYS.slice(0, 100).map((day, at) =>
        [day, Y[at].toFixed(2), at === 3 ? long : '', ...names.map(() => '1')].join(' | '),
      ),
    );
    expect((await initiated('wide.csv', text)).dataset.columns).toEqual({ timestamp: 'ds', target: 'y' });
  });
});

it('every case that people brought is described, or says what it lacks', async () => {
  const cases = join('..', 'shared', 'cases', 'data');
  const files = existsSync(cases) ? readdirSync(cases).filter((name) => name !== 'README.md') : [];
  for (const name of files) {
    const there = await placed(name, await readFile(join(cases, name)));
    if (name === 'five-minutes.csv') await expect(initiate(there)).rejects.toThrow('the rows are 5 minutes apart');
    else expectReplayed(await initiate(there));
  }
});

it('dates in an order that only their distances give away', async () => {
  const months = Array.from(
    { length: 60 },
    (_, at) => [`01/${String((at % 12) + 1).padStart(2, '0')}/${2000 + Math.floor(at / 12)}`, Y[at]] as const,
  );
  const dayFirst = await initiated(
    'm.csv',
    csv(
      'd | y',
      months.map(([date, y]) => `${date} | ${y.toFixed(2)}`),
    ),
  );
  expect(dayFirst.dataset).toMatchObject({ frequency: 'month', contract: { dateOrder: 'day-first' } });
});
