import type { State } from '../definition.ts';
import { STATES_ERRORS } from '../errors.ts';

/** Error names of the reserved `States.` kind that can be matched. */
const KNOWN: readonly string[] = [...Object.values(STATES_ERRORS), 'States.Permissions', 'States.BranchFailed'];

/** States.ALL stands alone and last, as AWS demands; a reserved name that is misspelt would never match. */
export function checkErrorHandling(state: State): readonly string[] {
  if (!('Retry' in state || 'Catch' in state)) return [];
  return [...checkList('Retry', state.Retry), ...checkList('Catch', state.Catch)];
}

function checkList(
  field: string,
  list: readonly { readonly ErrorEquals: readonly string[] }[] = [],
): readonly string[] {
  return list.flatMap(({ ErrorEquals }, index) => {
    const place = `${field}[${index}].ErrorEquals`;
    const unknown = ErrorEquals.filter((name) => name.startsWith('States.') && !KNOWN.includes(name));
    const problems = unknown.map((name) => `${place}: there is no error '${name}'`);
    if (!ErrorEquals.includes(STATES_ERRORS.all)) return problems;
    if (ErrorEquals.length > 1) problems.push(`${place}: States.ALL must stand alone`);
    if (index < list.length - 1) problems.push(`${place}: States.ALL must come last`);
    return problems;
  });
}
