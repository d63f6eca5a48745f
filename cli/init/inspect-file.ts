import type { Dataset } from '../../core/contracts/dataset.ts';
import { formatRefusal, refusedFormats } from '../../core/ingest/format-refusal.ts';
import { formatCounter } from '../../core/ingest/formats.ts';
import { datedRows } from '../../core/ingest/observations.ts';
import type { TextRows } from '../../core/ingest/text-rows.ts';
import { listed } from '../../core/inspect/choose-columns.ts';
import { isNamedAs } from '../../core/inspect/names.ts';
import { type FoundLengths, type History, lengthsFor } from '../../core/inspect/fit-lengths.ts';
import { seriesIn } from '../../core/inspect/find-frequency.ts';
import type { DeliveredRows } from '../../core/inspect/rows.ts';
import { settle, type Settled } from '../../core/inspect/settle.ts';
import { type Doubt, undecided } from '../../core/inspect/undecided.ts';
import { plural } from '../../core/contracts/figures.ts';
import { periodNumber } from '../../core/series/dating.ts';
import type { BronzeReading } from '../../core/transform/read-bronze.ts';
import { contractOf, MIN_SCORED_SHARE, ownDataset } from '../replay/own-dataset.ts';
import type { ReplayOptions } from '../replay/command.ts';
import type { InitOptions } from './command.ts';
import { chooseColumns, type ChosenColumns } from './look-at-columns.ts';
import { openSource, type OpenSource } from './open-source.ts';
import { plainOptions, withFormats, withLengths } from './replay-options.ts';

/** All that was found in a file, and the replay that it comes to. */
export interface Inspected {
  readonly source: Pick<OpenSource, 'format' | 'files' | 'columns'>;
  readonly columns: ChosenColumns;
  readonly settled: Settled;
  readonly history: History;
  readonly lengths: FoundLengths;
  readonly options: ReplayOptions;
  readonly dataset: Dataset;
  readonly doubts: readonly Doubt[];
}

/**
 * Gathers what the file holds, and decides what it is described by.
 *
 * @throws UsageError; SourceRefused where the file cannot be read, or can be read in several ways
 */
export async function inspectFile(asked: InitOptions, nowMs: number): Promise<Inspected> {
  const plain = plainOptions(asked);
  const contract = contractOf(plain);
  const source = await openSource(asked.data, contract);
  const columns = await chooseColumns(source, contract, asked);
  const { timestamp, target, id, doubts } = columns;
  const named = {
    columns: { timestamp: timestamp.name, target: target.name, ...(id === undefined ? {} : { id }) },
    regressors: asked.regressors,
  };
  const deliveries = await deliveriesOf(source, named, nowMs);
  const settled = settle(deliveries, contract, { asked: askedFormats(asked), timestamp, target });
  refuseFormats(deliveries, { ...settled, columns: named.columns });
  const history = historyOf(settled.reading);
  const lengths = lengthsFor(history, MIN_SCORED_SHARE);
  if (lengths === undefined) throw tooShort(history);
  const options = withLengths(withFormats(plain, named, settled), lengths);
  return {
    source,
    columns,
    settled,
    history,
    lengths,
    options,
    dataset: ownDataset(options),
    doubts: [...doubts, ...settled.doubts, ...gatheredDoubts(settled, columns)],
  };
}

/** Rows are put together over whatever no column tells apart. */
function gatheredDoubts({ contract }: Settled, { id, profiles }: ChosenColumns): readonly Doubt[] {
  const names = profiles.map(({ name }) => name).filter((name) => isNamedAs('id', name));
  if (contract.aggregate === null || id !== undefined || names.length === 0) return [];
  return [
    {
      field: 'columns.id',
      says: `the rows of all series are put together; ${listed(names)} may tell some apart (--id)`,
    },
  ];
}

async function deliveriesOf(
  source: OpenSource,
  wanted: Pick<Dataset, 'columns' | 'regressors'>,
  receivedAtMs: number,
): Promise<readonly DeliveredRows[]> {
  const batches = new Map<string, TextRows[]>();
  for await (const { file, text } of source.read(wanted)) {
    const own = batches.get(file) ?? [];
    batches.set(file, own);
    if (text.rows > 0) own.push(text);
  }
  return [...batches].map(([file, texts]) => ({ file, receivedAtMs, batches: texts }));
}

function askedFormats(asked: InitOptions) {
  const { thousands, 'decimal-comma': decimalComma } = asked;
  return {
    dateOrder: asked['date-order'],
    timeZone: asked['time-zone'],
    frequency: asked.frequency,
    min: asked.min,
    ...(thousands === undefined ? {} : { thousandsSeparator: thousands }),
    ...(decimalComma ? { decimalComma } : {}),
  };
}

/** As a run refuses a delivery. @throws SourceRefused */
function refuseFormats(
  deliveries: readonly DeliveredRows[],
  dataset: Pick<Dataset, 'columns' | 'contract' | 'frequency'>,
): void {
  for (const { file, batches } of deliveries) {
    const counter = formatCounter(dataset);
    for (const text of batches) counter.add(datedRows(text, dataset));
    const formats = refusedFormats(counter.found(), dataset);
    if (formats.length > 0) throw formatRefusal(file, formats);
  }
}

/** From the first date that was delivered, its value sound or not, as a replay counts. @throws SourceRefused */
function historyOf(reading: BronzeReading): History {
  const {
    axis,
    ledger,
    series: { panel },
  } = reading;
  if (panel.ds.length === 0) {
    throw undecided({
      problem: 'no row has both a date and a value that can be read',
      got: plural(ledger.dated.length, 'date'),
      allowed: 'at least a few',
      hint: 'look at the columns that were chosen: --timestamp COL --target COL name others',
    });
  }
  const [first, last] = panel.ds.reduce(
    ([least, most], ds) => [Math.min(least, ds), Math.max(most, ds)],
    [Infinity, -Infinity],
  );
  const delivered = periodNumber(axis.frequency, Date.parse(ledger.dated[0].from));
  return { axis, first: Math.min(first, delivered), last, series: seriesIn(reading) };
}

function tooShort({ axis: { frequency }, first, last }: History) {
  return undecided({
    problem:
      'the history is too short for any window: training with folds and a holdout, and something to be held against',
    got: plural(last - first + 1, frequency),
    allowed: 'some dozens of periods',
    hint: 'deliver a longer history, or one of a finer frequency',
  });
}
