import { withErrorHandling } from '../catch.ts';
import { isDistributed, type MapState } from '../definition.ts';
import type { Json } from '../json.ts';
import { LaneGroup } from '../lane-group.ts';
import { itemsOf, selectItem } from '../map/items.ts';
import { evaluateLimits } from '../map/limits.ts';
import { conclude, type Outcome } from '../outcome.ts';
import { runStates } from '../run-states.ts';
import type { Visit } from '../visit.ts';
import { runMapRun } from './distributed-map.ts';

export function runMap(state: MapState, visit: Visit): Promise<Outcome> {
  const { lane } = visit;
  return withErrorHandling(visit, state, {
    attempt: async () => {
      const result = await (isDistributed(state) ? runMapRun(state, visit) : runInline(state, visit));
      lane.emitAside('MapStateSucceeded');
      return conclude(visit, state, { result });
    },
    givenUp: () => lane.emit('MapStateFailed'),
  });
}

/** An inline Map: every item runs in this execution and writes into its history. */
async function runInline(state: MapState, visit: Visit): Promise<readonly Json[]> {
  const { lane, name } = visit;
  const items = await itemsOf(state, visit);
  // AWS evaluates the tolerated failures of an inline Map, but they take effect in distributed mode only.
  const { maxConcurrency } = await evaluateLimits(state, visit);
  lane.emit('MapStateStarted', { length: items.length });
  return new LaneGroup(visit, {
    count: items.length,
    maxConcurrency,
    open: (index, { previousEventId, signal }) => {
      const mapItem = { Index: index, Value: items[index] };
      const iteration = lane.fork({ key: `${name}[${index}]`, signal, mapItem });
      iteration.previousEventId = previousEventId;
      iteration.emit('MapIterationStarted', { index, name });
      return iteration;
    },
    run: async (index, iteration) => {
      const input = await selectItem(state, visit, { Index: index, Value: items[index] });
      return runStates(state.ItemProcessor, input, iteration);
    },
    succeeded: (index, iteration) => iteration.emitAside('MapIterationSucceeded', { index, name }),
    failed: (index, iteration) => iteration.emitAside('MapIterationFailed', { index, name }),
    aborted: (index, previous) => lane.execution.history.append('MapIterationAborted', previous, { index, name }),
  }).run();
}
