import { FORMATS } from '../core/contracts/formats.ts';
import { type Layer, LAYERS } from '../core/contracts/layers.ts';
import type { ObjectStore, Stores } from '../core/ports.ts';
import { formatGuarded } from './format-guard.ts';

/** A store for each layer. */
export function storesOf<S extends ObjectStore>(storeOf: (layer: Layer) => S): Stores & Readonly<Record<Layer, S>> {
  return Object.fromEntries(LAYERS.map((layer) => [layer, storeOf(layer)])) as Record<Layer, S>;
}

/**
 * The same as a platform has them: what it writes is read and written in formats that its code knows.
 *
 * @param reads the layers that are read at all
 */
export function platformStores(storeOf: (layer: Layer) => ObjectStore, reads: readonly Layer[] = LAYERS): Stores {
  return storesOf((layer) => {
    const store = storeOf(layer);
    if (layer === 'landing') return store;
    return formatGuarded(store, { format: FORMATS[layer], isRead: reads.includes(layer) });
  });
}
