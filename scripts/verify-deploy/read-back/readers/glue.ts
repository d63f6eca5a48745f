import type { Reader } from '../reader.ts';
import { at } from '../reader.ts';

export const DATABASE: Reader = {
  by: 'glue GetDatabase',
  async read({ api, id, expected }) {
    const { Database } = await api.call('glue', 'GetDatabase', { Name: id });
    const input = { Name: at(Database, 'Name'), Description: at(Database, 'Description') };
    return { CatalogId: at(Database, 'CatalogId') ?? expected.CatalogId, DatabaseInput: input };
  },
};

export const TABLE: Reader = {
  by: 'glue GetTable',
  async read({ api, expected }) {
    const DatabaseName = expected.DatabaseName;
    const { Table } = await api.call('glue', 'GetTable', { DatabaseName, Name: at(expected, 'TableInput', 'Name') });
    const fields = ['Name', 'Description', 'TableType', 'Parameters', 'StorageDescriptor'];
    const input = Object.fromEntries(fields.map((field) => [field, at(Table, field)]));
    return { CatalogId: at(Table, 'CatalogId') ?? expected.CatalogId, DatabaseName, TableInput: input };
  },
};
