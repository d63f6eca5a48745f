/** Of a table's column -> of MLflow's signatures and schemas. */
const TYPES: Readonly<Record<string, string>> = {
  ...{ string: 'string', double: 'double', date: 'datetime', timestamp: 'datetime' },
};

export interface ColumnSpec {
  readonly type: string;
  readonly name: string;
  readonly required: boolean;
}

export function columnSpecs(columns: Readonly<Record<string, string>>, required: boolean): readonly ColumnSpec[] {
  return Object.entries(columns).map(([name, type]) => ({ type: TYPES[type], name, required }));
}
