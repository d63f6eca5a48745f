import type { ItemBatcher } from '../definition.ts';
import { dataLimitExceeded } from '../errors.ts';
import { jsonText, MAX_PAYLOAD_BYTES, type Json } from '../json.ts';
import type { Visit } from '../visit.ts';

/**
 * The inputs of a distributed Map's children: the items as they are, or `{ BatchInput?, Items }` with as many as
 * MaxItemsPerBatch and MaxInputBytesPerBatch (of the whole input's JSON text) allow.
 *
 * @throws StateFailure States.DataLimitExceeded when a single item is too large.
 */
export async function batchItems(
  batcher: ItemBatcher | undefined,
  visit: Visit,
  items: readonly Json[],
): Promise<readonly Json[]> {
  if (batcher === undefined) {
    if (items.some((item) => byteLength(item) > MAX_PAYLOAD_BYTES)) throw dataLimitExceeded(visit.name);
    return items;
  }
  const maxItems = await limit(visit, 'MaxItemsPerBatch', batcher.MaxItemsPerBatch);
  const maxBytes = Math.min(
    await limit(visit, 'MaxInputBytesPerBatch', batcher.MaxInputBytesPerBatch),
    MAX_PAYLOAD_BYTES,
  );
  const frame =
    batcher.BatchInput === undefined
      ? {}
      : { BatchInput: await visit.evaluate('ItemBatcher/BatchInput', batcher.BatchInput) };
  const emptyBytes = byteLength({ ...frame, Items: [] });
  const batches: Json[][] = [];
  let bytes = Infinity;
  for (const item of items) {
    const itemBytes = byteLength(item);
    const batch = batches.at(-1);
    // A comma stands between two items.
    if (batch !== undefined && batch.length < maxItems && bytes + 1 + itemBytes <= maxBytes) {
      batch.push(item);
      bytes += 1 + itemBytes;
    } else {
      batches.push([item]);
      bytes = emptyBytes + itemBytes;
      if (bytes > maxBytes) throw dataLimitExceeded(visit.name);
    }
  }
  return batches.map((batch) => ({ ...frame, Items: batch }));
}

async function limit(visit: Visit, field: string, template: number | string | undefined): Promise<number> {
  if (template === undefined) return Infinity;
  const location = `ItemBatcher/${field}`;
  const value = await visit.evaluateNumber(location, template);
  if (Number.isInteger(value) && value > 0) return value;
  throw visit.evaluationFailed(`${field} must be a positive integer but was: ${value}`, location);
}

function byteLength(value: Json): number {
  return Buffer.byteLength(jsonText(value), 'utf8');
}
