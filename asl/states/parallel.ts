import { withErrorHandling } from '../catch.ts';
import type { ParallelState } from '../definition.ts';
import { argumentsTooLarge } from '../errors.ts';
import { exceedsPayloadLimit, jsonText } from '../json.ts';
import { LaneGroup } from '../lane-group.ts';
import { conclude, type Outcome } from '../outcome.ts';
import { runStates } from '../run-states.ts';
import type { Visit } from '../visit.ts';

/** Runs all branches on the same input; the result is the array of their outputs. */
export function runParallel(state: ParallelState, visit: Visit): Promise<Outcome> {
  const { lane } = visit;
  return withErrorHandling(visit, state, {
    attempt: async () => {
      const input = state.Arguments === undefined ? visit.input : await visit.evaluate('Arguments', state.Arguments);
      if (exceedsPayloadLimit(jsonText(input))) throw argumentsTooLarge(visit.name);
      lane.emit('ParallelStateStarted');
      const result = await new LaneGroup(visit, {
        count: state.Branches.length,
        maxConcurrency: state.Branches.length,
        open: (index, { signal }) => lane.fork({ key: `${visit.name}[${index}]`, signal }),
        run: (index, branch) => runStates(state.Branches[index], input, branch),
        succeeded: (_, branch) => branch.previousEventId,
      }).run();
      lane.emitAside('ParallelStateSucceeded');
      return conclude(visit, state, { result });
    },
    givenUp: () => lane.emit('ParallelStateFailed'),
  });
}
