import * as z from 'zod';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { AddAction, DeletionVector, Metadata } from '../log/actions.ts';
import { keyOf } from '../log/paths.ts';
import { checkSource } from '../log/protocol.ts';
import { loadState } from '../log/state.ts';
import type { PartitionTexts, TableLocation } from '../types.ts';

/** A column of a table of somebody else's, of whatever type: who reads it looks at its file. */
export interface SourceColumn {
  /** As people know it. */
  readonly name: string;
  /** As its data files and the log know it. */
  readonly storedName: string;
  /** Where the files are to be read by number. */
  readonly fieldId: number | undefined;
}

export interface SourceFile {
  /** The object's key below the table's path. */
  readonly path: string;
  readonly sizeBytes: number;
  /** When it was made, as its writer says. */
  readonly modifiedAtMs: number;
  /** By the names by which people know the columns. */
  readonly partition: PartitionTexts;
  readonly deletionVector: DeletionVector | undefined;
}

/** A Delta table that is read and never written: what it asks of its readers may be more than of a table of ours. */
export interface SourceTable {
  readonly location: TableLocation;
  /** Another one under the same path is another table, or the same one made anew. */
  readonly id: string;
  readonly version: number;
  readonly columns: readonly SourceColumn[];
  /** Whether names are mapped: another mapping reads other values. */
  readonly isMapped: boolean;
  readonly files: readonly SourceFile[];
}

const schemaStringSchema = z.object({
  fields: z.array(z.object({ name: z.string(), metadata: z.looseObject({}).default({}) })),
});

/**
 * The live files of the table as of now; undefined when there is no table.
 * @throws TableUnsupported, by name and with what to do, for what it asks of its readers and we do not know; TableCorrupt
 */
export async function findSource(location: TableLocation): Promise<SourceTable | undefined> {
  const state = await loadState(location);
  if (state === undefined) return undefined;
  const { protocol, metadata } = state;
  checkSource(protocol, metadata);
  const mode = metadata.configuration['delta.columnMapping.mode'] ?? 'none';
  const columns = columnsOf(metadata, mode, location.path);
  const files = [...state.files.values()].map((add) => fileOf(add, metadata, columns));
  return {
    location,
    id: metadata.id,
    version: state.version,
    columns,
    isMapped: mode !== 'none',
    files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

/** https://github.com/delta-io/delta/blob/master/PROTOCOL.md#column-mapping */
function columnsOf({ schemaString }: Metadata, mode: string, path: string): readonly SourceColumn[] {
  return parsedSchema(schemaString, path).fields.map(({ name, metadata }) => {
    if (mode === 'none') return { name, storedName: name, fieldId: undefined };
    const [storedName, id] = [metadata['delta.columnMapping.physicalName'], metadata['delta.columnMapping.id']];
    if (typeof storedName === 'string' && (mode === 'name' || (mode === 'id' && typeof id === 'number')))
      return { name, storedName, fieldId: mode === 'id' ? Number(id) : undefined };
    throw new PlatformError(ERROR_NAMES.tableCorrupt, {
      problem: `the log of ${path} maps its columns, and does not say what the column '${name}' is stored as`,
      got: `delta.columnMapping.mode = ${mode}`,
      allowed: 'name, id, none',
      hint: 'write the table anew by its engine, or deliver a copy as Parquet',
    });
  });
}

function parsedSchema(text: string, path: string): z.infer<typeof schemaStringSchema> {
  try {
    return schemaStringSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new PlatformError(ERROR_NAMES.tableCorrupt, {
      problem: `the log of ${path} has a schema that is none`,
      got: text,
      hint: 'write the table anew by its engine, or deliver a copy as Parquet',
      cause,
    });
  }
}

function fileOf(
  { path, size, modificationTime, partitionValues, deletionVector }: AddAction,
  metadata: Metadata,
  columns: readonly SourceColumn[],
): SourceFile {
  const partition = metadata.partitionColumns.map((name) => {
    const storedName = columns.find((column) => column.name === name)?.storedName ?? name;
    if (!Object.hasOwn(partitionValues, storedName)) {
      throw new PlatformError(ERROR_NAMES.tableCorrupt, {
        problem: `the log gives a file no value for the partition column '${name}'`,
        got: path,
        hint: 'write the table anew by its engine, or deliver a copy as Parquet',
      });
    }
    // The log cannot tell '' from null.
    const text = partitionValues[storedName];
    return [name, text === '' ? null : text] as const;
  });
  return {
    path: keyOf(path),
    sizeBytes: size,
    modifiedAtMs: modificationTime,
    partition: Object.fromEntries(partition),
    deletionVector,
  };
}
