import type { MapState } from '../definition.ts';
import { dataLimitExceeded } from '../errors.ts';
import { exceedsPayloadLimit, jsonText, jsonTypeOf, type Json } from '../json.ts';
import type { MapItem } from '../lane.ts';
import type { Visit } from '../visit.ts';

/** The items of a Map without ItemReader: Items, or the input, which must be an array then. */
export async function itemsOf(state: MapState, visit: Visit): Promise<readonly Json[]> {
  if (state.Items !== undefined) return visit.evaluateArray('Items', state.Items);
  if (jsonTypeOf(visit.input) === 'array') return visit.input as readonly Json[];
  throw visit.evaluationFailed(`Map state input must be an array but was: ${jsonText(visit.input)}`);
}

/** What one iteration gets: ItemSelector's view of the item, or the item itself. */
export async function selectItem(state: MapState, visit: Visit, mapItem: MapItem): Promise<Json> {
  if (state.ItemSelector === undefined) return mapItem.Value;
  const selected = await visit.evaluate('ItemSelector', state.ItemSelector, { mapItem });
  if (exceedsPayloadLimit(jsonText(selected))) throw dataLimitExceeded(visit.name);
  return selected;
}
