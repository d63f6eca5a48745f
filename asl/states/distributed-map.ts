import { mapRunArnOf } from '../arn.ts';
import type { MapState } from '../definition.ts';
import { failureDetails, StateFailure } from '../errors.ts';
import type { Execution } from '../execution.ts';
import { batchItems } from '../map/item-batcher.ts';
import { prepareReader } from '../map/item-reader.ts';
import type { Json } from '../json.ts';
import { itemsOf, selectItem } from '../map/items.ts';
import { evaluateLimits } from '../map/limits.ts';
import { runChildren } from '../map/map-run.ts';
import { prepareWriter } from '../map/result-writer.ts';
import type { Visit } from '../visit.ts';

/**
 * A distributed Map: every item, or batch of items, is a child execution with a history of its own. Fields are evaluated
 * first; what goes wrong after MapRunStarted is told by MapRunFailed.
 *
 * @throws StateFailure States.ItemReaderFailed, States.ExceedToleratedFailureThreshold, States.ResultWriterFailed
 */
export async function runMapRun(state: MapState, visit: Visit): Promise<Json> {
  const { lane } = visit;
  const given = state.ItemReader === undefined ? await itemsOf(state, visit) : undefined;
  const read = state.ItemReader === undefined ? undefined : await prepareReader(state.ItemReader, visit);
  const write = state.ResultWriter === undefined ? undefined : await prepareWriter(state.ResultWriter, visit);
  const limits = await evaluateLimits(state, visit);
  lane.emit('MapStateStarted', { length: given?.length ?? 0 });
  const label = state.Label ?? lane.random.uuid();
  const id = lane.random.uuid();
  const mapRunArn = mapRunArnOf(lane.execution.machineArn, label, id);
  lane.emit('MapRunStarted', { mapRunArn });
  try {
    const items = given ?? (await read?.()) ?? [];
    const inputs = await batchItems(state.ItemBatcher, visit, await selectItems(state, visit, items));
    const children = await runChildren(visit, { graph: state.ItemProcessor, label, inputs, limits });
    const result = write === undefined ? children.map(outputOf) : await write({ mapRunArn, id }, children);
    lane.emit('MapRunSucceeded');
    return result;
  } catch (error) {
    if (error instanceof StateFailure) lane.emit('MapRunFailed', failureDetails(error.failure));
    throw error;
  }
}

async function selectItems(state: MapState, visit: Visit, items: readonly Json[]): Promise<readonly Json[]> {
  if (state.ItemSelector === undefined) return items;
  const selected: Json[] = [];
  for (const [Index, Value] of items.entries()) selected.push(await selectItem(state, visit, { Index, Value }));
  return selected;
}

/** A tolerated failure keeps its place, as `{ Error, Cause }`. Not `??`: null is an output. */
function outputOf({ output, error, cause }: Execution): Json {
  return output === undefined ? { Error: error ?? null, Cause: cause ?? null } : output;
}
