import type { ChoiceState } from '../definition.ts';
import { STATES_ERRORS, StateFailure } from '../errors.ts';
import { conclude, type Outcome } from '../outcome.ts';
import type { Visit } from '../visit.ts';

/** The first rule whose Condition holds brings its own Output and Assign; those of the state belong to Default. */
export async function runChoice(state: ChoiceState, visit: Visit): Promise<Outcome> {
  for (const [index, rule] of state.Choices.entries()) {
    if (await visit.evaluateBoolean(`Choices[${index}]/Condition`, rule.Condition)) {
      return conclude(visit, rule, { holder: `Choices[${index}]/` });
    }
  }
  if (state.Default === undefined) {
    const cause = visit.explain('No choice rule matched and there is no Default.');
    throw new StateFailure({ error: STATES_ERRORS.noChoiceMatched, cause });
  }
  return conclude(visit, { Output: state.Output, Assign: state.Assign, Next: state.Default });
}
