import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { Stack } from 'aws-cdk-lib/core';
import { columnComment } from '../../../core/contracts/table-comments.ts';
import { tablePath, TABLES, type TableName } from '../../../core/contracts/tables.ts';
import { Catalog } from '../../../lib/data/catalog.ts';
import { platformApp } from '../../../lib/synthesize.ts';
import type { Template } from '../../../local/platform/template.ts';
import { DAILY } from '../../support/dataset.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { dailyCsv } from '../../local/replay/messy-series.ts';
import { resourcesOf, templateOf } from '../support.ts';

interface TableInput {
  readonly Name: string;
  readonly Parameters: Readonly<Record<string, unknown>>;
  readonly StorageDescriptor: {
    readonly Columns: readonly { readonly Name: string; readonly Type: string; readonly Comment: string }[];
    readonly Location: unknown;
    readonly SerdeInfo: { readonly Parameters: Readonly<Record<string, unknown>> };
  };
}

function tablesIn(template: Template): readonly TableInput[] {
  return resourcesOf(template, 'AWS::Glue::Table').map(({ properties }) => properties.TableInput as TableInput);
}

const prod = tablesIn(templateOf('prod'));

describe('the catalog of an environment', () => {
  it('has a database of the stack, and a table for each Delta table of each data set', () => {
    const [database, ...others] = resourcesOf(templateOf('prod'), 'AWS::Glue::Database');
    expect(others).toEqual([]);
    expect(database.properties.DatabaseInput).toMatchObject({ Name: 'forecasting_prod' });
    expect(prod.map(({ Name }) => Name)).toEqual([
      'weather_observations',
      'weather_series',
      'weather_quarantine',
      'weather_forecasts',
      'weather_evaluations',
      'weather_monitoring',
    ]);
    // And the features of data sets that know something ahead.
    expect(Object.keys(TABLES)).toHaveLength(7);
  });

  it('says that they are Delta tables, and in both places where', () => {
    const location = { 'Fn::Join': ['', ['s3://', { Ref: 'GoldBucket' }, '/weather/forecasts']] };
    const forecasts = prod.find(({ Name }) => Name === 'weather_forecasts');
    expect(forecasts).toMatchObject({
      Parameters: { EXTERNAL: 'TRUE', table_type: 'DELTA', 'spark.sql.sources.provider': 'delta', path: location },
      StorageDescriptor: { Location: location, SerdeInfo: { Parameters: { path: location } } },
    });
  });

  it('says what each column is, those of further levels too', () => {
    const columns = prod.find(({ Name }) => Name === 'weather_forecasts')?.StorageDescriptor.Columns ?? [];
    expect(columns.map(({ Name, Type }) => `${Name} ${Type}`)).toEqual([
      'run_id string',
      'unique_id string',
      'cutoff date',
      'ds date',
      'yhat double',
      'yhat_lower double',
      'yhat_upper double',
      'model_version bigint',
      'naive double',
      'scale double',
      'recipe string',
      'yhat_lower_95 double',
      'yhat_upper_95 double',
    ]);
    expect(columns.at(-1)?.Comment).toBe('Upper end of the forecast interval of 95 per cent');
    expect(() => columnComment('yhat_middle')).toThrow('the column yhat_middle has no comment');
  });

  it('goes with the stack, so that it never stands in the way of the next one of its name', () => {
    const types = ['AWS::Glue::Database', 'AWS::Glue::Table'];
    const found = types.flatMap((type) => resourcesOf(templateOf('prod'), type));
    expect(found.filter(({ resource }) => resource.DeletionPolicy !== undefined)).toEqual([]);
  });
});

describe('the columns in the catalog', () => {
  it("are those of the tables' own logs after a run", async () => {
    const folder = await temporaryFolder();
    const logged = await tablesOfARun(folder);
    const app = platformApp({ outdir: join(folder, 'assembly') });
    const stack = new Stack(app, 'stack');
    new Catalog(stack, 'Catalog', {
      medallion: { bucketName: (layer) => layer },
      datasets: [{ ...DAILY, holidays: { country: 'US' }, furtherLevels: [0.95, 0.995] }],
    });
    const catalogued = tablesIn(app.synth().getStackByName('stack').template as Template).map(
      ({ Name, StorageDescriptor }) => [
        Name.replace('weather_', ''),
        StorageDescriptor.Columns.map((column) => `${column.Name} ${column.Type}`),
      ],
    );
    expect(Object.fromEntries(catalogued)).toEqual(logged);
  });
});

/** Of every table, the names and types as the newest commit with a schema has them. */
async function tablesOfARun(folder: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const data = join(folder, 'weather.csv');
  await writeFile(data, dailyCsv());
  const columns = ['--timestamp', 'date', '--target', 'value', '--train', '1y', '--evaluate', '6m', '--season', '7'];
  const given = [
    '--data',
    data,
    '--out',
    join(folder, 'run'),
    '--windows',
    '1',
    '--candidates',
    'seasonal-naive',
    '--country',
    'US',
  ];
  const levels = ['--further-levels', '0.95,0.995'];
  const validation = ['--cv-initial', '180d', '--cv-period', '60d', '--cv-horizon', '30d'];
  await promisify(execFile)(process.execPath, [
    'scripts/cli.mjs',
    'replay',
    ...given,
    ...columns,
    ...validation,
    ...levels,
  ]);
  const found = Object.entries(TABLES).map(async ([table, { layer, name }]) => {
    const log = join(folder, 'run', layer, tablePath('weather', table as TableName), '_delta_log');
    const first = await readFile(join(log, '00000000000000000000.json'), 'utf8');
    const metaData = first.split('\n').flatMap((line) => (line.includes('"metaData"') ? [JSON.parse(line)] : []))[0];
    const { fields } = JSON.parse(metaData.metaData.schemaString) as { fields: { name: string; type: string }[] };
    return [name, fields.map((field) => `${field.name} ${field.type === 'long' ? 'bigint' : field.type}`)];
  });
  return Object.fromEntries(await Promise.all(found));
}
