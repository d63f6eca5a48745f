import type { ListedDelivery } from '../core/ingest/known-deliveries.ts';
import type { ListedTable } from '../lake/known-deliveries.ts';
import type { DeliveredBytes } from './delivered-bytes.ts';
import type { SourceFile, SourceTable } from '../tables/index.ts';

/** One delivered file: the unit of a commit to bronze. */
export interface Delivery extends ListedDelivery {
  readonly receivedAtMs: number;
  /** Where the file belongs to a Delta table: what its log says of it. */
  readonly delta?: DeltaFile;
}

/** What lies in the landing bucket for a data set. */
export interface Listing {
  readonly deliveries: readonly Delivery[];
  /** Where it is a Delta table: its files are all there is of it, and what was one of them is no more. */
  readonly table?: ListedTable & {
    /** Of the commit that made it what it is. */
    readonly key: string;
    /** What the keys of its files begin with. */
    readonly folder: string;
  };
}

/** What a delivery is. */
export interface DeliveredContent {
  readonly bytes: DeliveredBytes;
  readonly isDeleted?: ((rows: number) => Uint8Array) | undefined;
}

/** What the log of a Delta table says of one of its files. */
export type DeltaFile = Pick<SourceTable, 'location' | 'columns'> & Pick<SourceFile, 'deletionVector'>;
