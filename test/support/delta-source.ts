import type { SchemaElement } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { writeCheckpoint } from '../../tables/log/checkpoint.ts';
import { commitKey } from '../../tables/log/keys.ts';
import { loadState } from '../../tables/log/state.ts';
import { inlineVector } from './deletion-vector.ts';
import type { MemoryStore } from './memory-store.ts';

/** A series' value of a day since 1970. */
export interface SourceRow {
  readonly id: string;
  readonly day: number;
  readonly value: number;
}

interface LiveFile {
  readonly rows: readonly SourceRow[];
  /** Positions of rows that a deletion vector marks. */
  readonly deleted: readonly number[];
}

type Files = ReadonlyMap<string, LiveFile>;

const FIELDS = [
  ['station', 'string', { type: 'BYTE_ARRAY', converted_type: 'UTF8' }],
  ['date', 'date', { type: 'INT32', converted_type: 'DATE' }],
  ['temp', 'double', { type: 'DOUBLE' }],
] as const;
const FEATURES = { readerFeatures: ['deletionVectors'], writerFeatures: ['deletionVectors'] };
const PROTOCOL = { minReaderVersion: 3, minWriterVersion: 7, ...FEATURES };

/** A Delta table of somebody else's, changed as other engines change theirs; it knows the rows of its newest version by itself. */
export class DeltaSource {
  #files: Files = new Map();
  #history: Files[] = [];
  #id = 0;
  #names = 0;

  constructor(
    readonly store: MemoryStore,
    readonly path: string,
  ) {
    this.#commit(new Map(), { metaData: true });
  }

  /** All rows, as a reader of the newest version finds them. */
  get rows(): readonly SourceRow[] {
    return [...this.#files.values()].flatMap(liveRows);
  }

  get files(): number {
    return this.#files.size;
  }

  append(rows: readonly SourceRow[]): void {
    this.#commit(new Map([...this.#files, this.#file(rows)]));
  }

  /** Copy on write: files with rows that become others, or none, are written anew. */
  rewrite(change: (row: SourceRow) => SourceRow | undefined, inserted: readonly SourceRow[] = []): void {
    const next = new Map<string, LiveFile>();
    for (const [name, file] of this.#files) {
      const before = liveRows(file);
      const after = before.flatMap((row) => change(row) ?? []);
      const isSame = after.length === before.length && after.every((row, i) => row === before[i]);
      if (isSame) next.set(name, file);
      else if (after.length > 0) next.set(...this.#file(after));
    }
    if (inserted.length > 0) next.set(...this.#file(inserted));
    this.#commit(next);
  }

  /** By deletion vectors; a file without a row left goes. */
  erase(isGone: (row: SourceRow) => boolean): void {
    const next = new Map<string, LiveFile>();
    for (const [name, { rows, deleted }] of this.#files) {
      const all = rows.flatMap((row, i) => (deleted.includes(i) || isGone(row) ? [i] : []));
      if (all.length < rows.length) next.set(name, { rows, deleted: all.length === deleted.length ? deleted : all });
    }
    this.#commit(next);
  }

  /** The rows of these files, by position, in up to as many new ones; nothing of the data changes. */
  optimize(isTaken: (position: number) => boolean, into: number): void {
    const taken = [...this.#files.values()].filter((_, i) => isTaken(i));
    const rows = taken.flatMap(liveRows);
    const size = Math.ceil(rows.length / into);
    const next = new Map([...this.#files].filter((_, i) => !isTaken(i)));
    for (let at = 0; at < rows.length; at += size) next.set(...this.#file(rows.slice(at, at + size)));
    this.#commit(next, { dataChange: false });
  }

  restore(versionsBack: number): void {
    this.#commit(this.#history[Math.max(0, this.#history.length - 1 - versionsBack)]);
  }

  /** CREATE OR REPLACE TABLE: another table, whose log goes on. */
  replace(rows: readonly SourceRow[]): void {
    this.#id += 1;
    this.#commit(new Map([this.#file(rows)]), { metaData: true });
  }

  /** Dropped and made again: the log begins anew. */
  recreate(rows: readonly SourceRow[]): void {
    for (const key of this.store.objects.keys()) if (key.startsWith(`${this.path}/`)) this.store.objects.delete(key);
    this.#id += 1;
    [this.#files, this.#history] = [new Map(), []];
    this.#commit(new Map([this.#file(rows)]), { metaData: true });
  }

  /** What no longer belongs to the newest version is deleted: no version of before can be restored. */
  vacuum(): void {
    for (const key of this.store.objects.keys()) {
      const isData = key.startsWith(`${this.path}/part-`);
      if (isData && !this.#files.has(key.slice(this.path.length + 1))) this.store.objects.delete(key);
    }
    this.#history = this.#history.map(() => this.#files);
  }

  /** The log of before is gone, and a checkpoint stands in its place; of deletion vectors ours knows nothing. */
  async cleanLog(): Promise<void> {
    if ([...this.#files.values()].some(({ deleted }) => deleted.length > 0)) return;
    const location = { store: this.store, path: this.path };
    const state = await loadState(location);
    if (state === undefined) return;
    await writeCheckpoint(location, { ...state, tombstones: new Map() }, 0);
    for (let version = 0; version <= state.version; version++) this.store.objects.delete(commitKey(location, version));
  }

  #file(rows: readonly SourceRow[]): [string, LiveFile] {
    this.#names += 1;
    const name = `part-${String((this.#names * 7919) % 10_007).padStart(5, '0')}-${this.#names}.parquet`;
    this.store.put(`${this.path}/${name}`, encoded(rows));
    return [name, { rows, deleted: [] }];
  }

  #commit(next: Files, { metaData = false, dataChange = true } = {}): void {
    const before = this.#files;
    const version = this.#history.length;
    const isSame = (name: string) => next.get(name)?.deleted.join() === before.get(name)?.deleted.join();
    const actionOf = (name: string, { rows, deleted }: LiveFile) => ({
      ...{ path: name, partitionValues: {}, size: rows.length, dataChange },
      ...(deleted.length === 0 ? {} : { deletionVector: inlineVector(deleted) }),
    });
    const removed = [...before].filter(([name]) => !isSame(name));
    const added = [...next].filter(([name]) => !isSame(name));
    const actions = [
      { commitInfo: { operation: 'WRITE' } },
      ...(metaData ? [{ protocol: PROTOCOL }, { metaData: metaDataOf(String(this.#id)) }] : []),
      ...removed.map(([name, file]) => ({ remove: actionOf(name, file) })),
      ...added.map(([name, file]) => ({ add: { ...actionOf(name, file), modificationTime: version } })),
    ];
    const key = commitKey({ store: this.store, path: this.path }, version);
    this.store.put(key, actions.map((action) => JSON.stringify(action)).join('\n'));
    this.#files = next;
    this.#history.push(next);
  }
}

function liveRows({ rows, deleted }: LiveFile): readonly SourceRow[] {
  return rows.filter((_, i) => !deleted.includes(i));
}

function metaDataOf(id: string) {
  const fields = FIELDS.map(([name, type]) => ({ name, type, nullable: true, metadata: {} }));
  const schemaString = JSON.stringify({ type: 'struct', fields });
  return { id, format: { provider: 'parquet', options: {} }, schemaString, partitionColumns: [], configuration: {} };
}

function encoded(rows: readonly SourceRow[]): Uint8Array {
  const elements = FIELDS.map(([name, , type]) => ({ name, repetition_type: 'OPTIONAL', ...type }) as SchemaElement);
  const data = [rows.map(({ id }) => id), rows.map(({ day }) => day), rows.map(({ value }) => value)];
  const columnData = FIELDS.map(([name], i) => ({ name, data: data[i] }));
  return new Uint8Array(parquetWriteBuffer({ schema: [{ name: 'schema', num_children: 3 }, ...elements], columnData }));
}
