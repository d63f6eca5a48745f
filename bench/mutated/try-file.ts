import type { Dataset } from '../../core/contracts/dataset.ts';
import { PlatformError } from '../../core/contracts/errors.ts';
import type { RowBatch } from '../../core/contracts/table-schema.ts';
import { datedRows, observationBatch } from '../../core/ingest/observations.ts';
import { countAll, type Ledger } from '../../core/transform/ledger.ts';
import { readBronze } from '../../core/transform/read-bronze.ts';
import { listDeliveries, readContent, readDelivery } from '../../sources/deliveries.ts';
import { DAILY } from '../../test/support/dataset.ts';
import { RECEIVED_AT_MS } from '../../test/support/memory-store.ts';
import { corpus, type Valid } from './corpus.ts';
import { rowsByOracle, type Row } from './csv-oracle.ts';
import { deltaObjects, digest, storeOf } from './delta-table.ts';
import { mutated } from './mutate.ts';
import { Random } from './random.ts';

export const VERDICTS = [
  'refused',
  'same',
  'other, as its text says',
  'other, and nothing can tell',
  'differs',
  'crashed',
] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface Tried {
  readonly kind: Valid['kind'] | 'delta';
  readonly name: string;
  readonly verdict: Verdict;
  /** What happened, where it should not have. */
  readonly why?: string;
}

/** Reads damaged files, each by its number, and judges what came of it. */
export class Trial {
  private constructor(
    private readonly files: readonly (Valid & { readonly rows: string })[],
    private readonly table: ReadonlyMap<string, Uint8Array>,
    private readonly tableRows: string,
  ) {}

  static async begin(): Promise<Trial> {
    const files = [];
    for (const file of corpus()) files.push({ ...file, rows: digest(await read(file, file.bytes)) });
    const table = await deltaObjects();
    return new Trial(files, table, digest(await readTable(table)));
  }

  async file(seed: number): Promise<Tried> {
    const random = new Random(seed);
    if (random.below(6) === 0) return this.tableFile(random);
    const file = random.of(this.files);
    const { kind, name } = file;
    const bytes = mutated(file.bytes, random);
    return judged({ kind, name }, async () => verdictOf(kind, file.rows, { bytes, rows: await read(file, bytes) }));
  }

  private async tableFile(random: Random): Promise<Tried> {
    const keys = [...this.table.keys()];
    // The log more often than the data, which the other files have.
    const key = random.of(random.below(4) === 0 ? keys : keys.filter((one) => one.includes('_delta_log')));
    const objects = new Map(this.table);
    objects.set(key, mutated(this.table.get(key) ?? new Uint8Array(0), random));
    return judged({ kind: 'delta', name: key.slice(key.lastIndexOf('/') + 1) }, async () =>
      digest(await readTable(objects)) === this.tableRows ? 'same' : 'other, and nothing can tell',
    );
  }
}

async function judged(file: Pick<Tried, 'kind' | 'name'>, read: () => Promise<Verdict>): Promise<Tried> {
  try {
    const verdict = await read();
    return verdict === 'differs' ? { ...file, verdict, why: 'its text says otherwise' } : { ...file, verdict };
  } catch (error) {
    if (error instanceof PlatformError) return { ...file, verdict: 'refused' };
    return {
      ...file,
      verdict: 'crashed',
      why: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}

interface Read {
  readonly bytes: Uint8Array;
  readonly rows: readonly Row[];
}

/** A checksum holds for what is packed, the text itself for CSV; whether a number in Parquet is another nobody can tell. */
function verdictOf(kind: Valid['kind'], before: string, { bytes, rows }: Read): Verdict {
  if (kind === 'csv') {
    const expected = rowsByOracle(new TextDecoder().decode(bytes));
    if (expected === undefined) return digest(rows) === before ? 'same' : 'other, and nothing can tell';
    if (JSON.stringify(expected) !== JSON.stringify(rows)) return 'differs';
    return digest(rows) === before ? 'same' : 'other, as its text says';
  }
  if (digest(rows) === before) return 'same';
  return kind === 'parquet' ? 'other, and nothing can tell' : 'differs';
}

async function read({ format }: Pick<Valid, 'format'>, bytes: Uint8Array): Promise<readonly Row[]> {
  return readStore(new Map([['weather/a', bytes]]), format);
}

async function readTable(objects: ReadonlyMap<string, Uint8Array>): Promise<readonly Row[]> {
  return readStore(objects, 'delta');
}

/** All rows that lie there, as ingest reads them; then transform reads those, and none of them may be lost or be one more. */
async function readStore(
  objects: ReadonlyMap<string, Uint8Array>,
  format: Dataset['source']['format'],
): Promise<readonly Row[]> {
  const dataset = { ...DAILY, source: { format, prefix: 'weather' } };
  const landing = storeOf(objects);
  const rows: Row[] = [];
  const batches: RowBatch[] = [];
  for (const delivery of await listDeliveries(dataset, landing)) {
    const content = await readContent(landing, delivery);
    for await (const text of readDelivery(content, delivery, dataset)) {
      for (let i = 0; i < text.rows; i += 1)
        rows.push([text.line[i], text.uniqueId[i], text.timestamp[i], text.value[i]]);
      batches.push(
        observationBatch(
          datedRows(text, dataset),
          { ...delivery, delivery: delivery.file, sequence: 0, receivedAtMs: RECEIVED_AT_MS },
          dataset,
        ),
      );
    }
  }
  conserve(rows.length, readBronze(batches, dataset).ledger);
  return rows;
}

function conserve(rows: number, ledger: Ledger): void {
  const { counts } = countAll(ledger);
  const { silver, quarantined, deduplicated, aggregated, planned, withdrawn } = counts;
  const became = [silver, quarantined, deduplicated, aggregated, planned, withdrawn];
  if (counts.bronze === rows && rows === became.reduce((sum, part) => sum + part, 0)) return;
  throw new Error(`${rows} rows became ${counts.bronze} = ${became.join(' + ')}`);
}
