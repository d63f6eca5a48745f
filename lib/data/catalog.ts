import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Dataset } from '../../core/contracts/dataset.ts';
import { columnComment, TABLE_COMMENTS } from '../../core/contracts/table-comments.ts';
import { catalogDatabaseName, catalogTableName } from '../../core/contracts/names.ts';
import type { Column, ColumnType } from '../../core/contracts/table-schema.ts';
import { hasTable, tablePath, tableSchema, TABLES } from '../../core/contracts/tables.ts';
import type { TableName } from '../../core/contracts/tables.ts';
import type { Medallion } from './medallion.ts';

export interface CatalogProps {
  readonly medallion: Pick<Medallion, 'bucketName'>;
  readonly datasets: readonly Dataset[];
}

const TABLE_NAMES = Object.keys(TABLES) as TableName[];

/**
 * Every Delta table of the data sets, as Athena and Spark find it: names, columns and where its log lies. It holds no data and goes with the stack,
 * also where the buckets stay: under the same names the next stack's catalog tells of other buckets.
 */
export class Catalog extends Construct {
  constructor(scope: Construct, id: string, { medallion, datasets }: CatalogProps) {
    super(scope, id);
    const { account: catalogId, stackName } = Stack.of(this);
    const databaseName = catalogDatabaseName(stackName);
    const database = new CfnDatabase(this, 'Database', {
      catalogId,
      databaseInput: { name: databaseName, description: `The tables of ${stackName}` },
    });
    for (const dataset of datasets) {
      for (const table of TABLE_NAMES.filter((name) => hasTable(name, dataset))) {
        const location = `s3://${medallion.bucketName(TABLES[table].layer)}/${tablePath(dataset.name, table)}`;
        const tableInput = tableInputOf(table, dataset, location);
        new CfnTable(this, `${dataset.name}-${table}`, { catalogId, databaseName, tableInput }).addResourceDependency(
          database,
        );
      }
    }
  }
}

/**
 * As Spark registers a Delta table. Athena reads columns and partitions off the log; what stands here is for people, and for whatever reads the
 * catalog alone. The classes of the storage are Hive's defaults, which no reader of Delta tables uses; without `path` Spark finds no table.
 */
function tableInputOf(table: TableName, dataset: Dataset, location: string): CfnTable.TableInputProperty {
  return {
    name: catalogTableName(dataset.name, table),
    description: TABLE_COMMENTS[table],
    tableType: 'EXTERNAL_TABLE',
    parameters: {
      EXTERNAL: 'TRUE',
      table_type: 'DELTA',
      'spark.sql.sources.provider': 'delta',
      path: location,
    },
    storageDescriptor: {
      columns: tableSchema(table, dataset).columns.map(columnOf),
      location,
      inputFormat: 'org.apache.hadoop.mapred.SequenceFileInputFormat',
      outputFormat: 'org.apache.hadoop.hive.ql.io.HiveSequenceFileOutputFormat',
      serdeInfo: {
        serializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
        parameters: { 'serialization.format': '1', path: location },
      },
    },
  };
}

/** Delta's names of types, as Hive writes them. */
const HIVE_TYPES: Readonly<Record<ColumnType, string>> = {
  string: 'string',
  long: 'bigint',
  double: 'double',
  date: 'date',
  timestamp: 'timestamp',
};

function columnOf({ name, type }: Column): CfnTable.ColumnProperty {
  return { name, type: HIVE_TYPES[type], comment: columnComment(name) };
}
