import type { Dataset } from '../contracts/dataset.ts';
import type { RowBatch } from '../contracts/table-schema.ts';
import type { Panel } from '../series/panel.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import { type Ledger, ledgerOf } from './ledger.ts';
import { parseObservations } from './observations.ts';
import { placeOnCalendar } from './place-on-calendar.ts';
import { quarantineBatch } from './refused-rows.ts';
import { keptPanel } from './series-table.ts';
import { settleDuplicates } from './settle-duplicates.ts';

/** What the rows of bronze become. What a change of the code changes here needs another READING_VERSION. */
export interface BronzeReading {
  readonly axis: TimeAxis;
  /** The rows of the series table. */
  readonly panel: Panel;
  /** The rows of the quarantine table. */
  readonly quarantine: RowBatch;
  readonly ledger: Ledger;
}

/** @param batches all rows of bronze at one version, in any order */
export function readBronze(batches: readonly RowBatch[], dataset: Dataset): BronzeReading {
  const { contract, frequency } = dataset;
  const observations = placeOnCalendar(parseObservations(batches, dataset), frequency);
  const { kept, rivals } = settleDuplicates(observations, contract.restatements);
  return {
    axis: observations.axis,
    panel: keptPanel(observations, kept),
    quarantine: quarantineBatch({ observations, batches, rivals, contract }),
    ledger: ledgerOf(observations, frequency),
  };
}
