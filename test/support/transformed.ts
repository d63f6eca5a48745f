import type { Dataset } from '../../core/contracts/dataset.ts';
import type { DateRange } from '../../core/contracts/date-range.ts';
import type { RowBatch } from '../../core/contracts/table-schema.ts';
import { type BronzeReading, readBronze } from '../../core/transform/read-bronze.ts';
import { rangeOf, reportSlice } from '../../core/transform/report-slice.ts';

export type Transformed = BronzeReading & Pick<BronzeReading['series'], 'panel'> & ReturnType<typeof reportSlice>;

/** Bronze rows read and counted, without tables. */
export function transformed(
  batches: readonly RowBatch[],
  dataset: Dataset,
  asked: {
    readonly bronzeVersion: number;
    readonly range: DateRange | undefined;
    readonly withdrawn?: readonly RowBatch[];
  },
): Transformed {
  const reading = readBronze(batches, dataset, asked.withdrawn);
  const { axis, ledger, quarantine } = reading;
  const { panel } = reading.series;
  const silver = {
    dataset,
    bronzeVersion: asked.bronzeVersion,
    axis,
    ledger,
    quarantine,
    present: reading.known,
    beyondLimits: undefined,
  };
  return { ...reading, panel, ...reportSlice(silver, rangeOf(silver, asked.range)) };
}
