import { type Layer, LAYERS } from '../core/contracts/layers.ts';
import type { ObjectStore, Stores } from '../core/ports.ts';

/** A store for each layer. */
export function storesOf<S extends ObjectStore>(storeOf: (layer: Layer) => S): Stores & Readonly<Record<Layer, S>> {
  return Object.fromEntries(LAYERS.map((layer) => [layer, storeOf(layer)])) as Record<Layer, S>;
}
