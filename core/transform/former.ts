import type { DeliveryFigures } from '../contracts/delivery-figures.ts';
import type { Ledger } from './ledger.ts';
import type { KnownSeries } from './series-state.ts';

/** What earlier deliveries became. */
export interface Former {
  readonly ledger: Ledger;
  /** In the order of arrival. */
  readonly deliveries: readonly DeliveryFigures[];
  readonly known: readonly KnownSeries[];
}
