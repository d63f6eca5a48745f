import type { State } from '../definition.ts';
import { STATES_ERRORS } from '../errors.ts';
import { notHere, schemaError, type Diagnostic } from './diagnostic.ts';

/** Reserved error names that AWS documents and nothing here raises: a task's mock may. */
const FROM_OUTSIDE = ['States.Permissions', 'States.Http.Socket'];
const KNOWN: readonly string[] = [...Object.values(STATES_ERRORS), ...FROM_OUTSIDE];

/**
 * States.ALL stands alone and last, as AWS demands. A reserved name that is misspelt would never match; nor would
 * States.BranchFailed, which the language names: in AWS's recorded executions a Parallel fails with the error of its branch.
 */
export function checkErrorHandling(state: State, location: string): readonly Diagnostic[] {
  if (!('Retry' in state || 'Catch' in state)) return [];
  return [...checkList(`${location}/Retry`, state.Retry), ...checkList(`${location}/Catch`, state.Catch)];
}

function checkList(
  location: string,
  list: readonly { readonly ErrorEquals: readonly string[] }[] = [],
): readonly Diagnostic[] {
  return list.flatMap(({ ErrorEquals }, entry) =>
    ErrorEquals.flatMap((name, index) => {
      const place = `${location}[${entry}]/ErrorEquals[${index}]`;
      if (name === STATES_ERRORS.all) {
        const isCatchAll = ErrorEquals.length === 1 && entry === list.length - 1;
        return isCatchAll ? [] : [schemaError('States.ALL must appear alone and at end of list', place)];
      }
      return name.startsWith('States.') && !KNOWN.includes(name) ? [notHere(neverMatched(name), place)] : [];
    }),
  );
}

function neverMatched(name: string): string {
  if (name !== 'States.BranchFailed') return `there is no error '${name}'; there are ${KNOWN.join(', ')}`;
  return `'${name}' never matches: a Parallel fails with the error of the branch that failed; name that, or States.ALL`;
}
