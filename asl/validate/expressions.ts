import type { State } from '../definition.ts';
import { FUNCTION_NAMES } from '../function-names.ts';
import { isExpression } from '../jsonata.ts';
import { error, schemaError, within, type Diagnostic } from './diagnostic.ts';
import { referencesOf, type References } from './references.ts';

/** The fields in which AWS reads expressions; everywhere else, Comment say, `{% %}` is a text like any other. */
const EVALUATED = [
  ...['Arguments', 'Credentials', 'TimeoutSeconds', 'HeartbeatSeconds', 'Seconds', 'Timestamp', 'Error', 'Cause'],
  ...['Items', 'ItemSelector', 'ItemBatcher', 'MaxConcurrency', 'ToleratedFailureCount', 'ToleratedFailurePercentage'],
  ...['Condition', 'MaxItems'],
] as const;

const FUNCTIONS: ReadonlySet<string> = new Set(FUNCTION_NAMES);

/** What of `$states` is there, by field. */
const ALWAYS = ['input', 'context'];
const WITH_RESULT = [...ALWAYS, 'result'];
const WITH_ERROR = [...ALWAYS, 'errorOutput'];

/** A string in a field that is evaluated. */
interface Text {
  readonly text: string;
  readonly location: string;
  readonly statesFields: readonly string[];
}

/**
 * Reads every expression of a state; inner states read their own.
 *
 * @param variables those that can have been assigned when the state is entered.
 */
export function checkExpressions(
  state: State,
  location: string,
  variables: ReadonlySet<string>,
): readonly Diagnostic[] {
  return textsOf(state, location).flatMap((text) => checkText(text, variables));
}

function textsOf(state: State, location: string): readonly Text[] {
  const brings = state.Type === 'Task' || state.Type === 'Map' || state.Type === 'Parallel';
  const rules = state.Type === 'Choice' ? state.Choices : [];
  const catchers = 'Catch' in state ? (state.Catch ?? []) : [];
  const texts = (holder: object | undefined, where: string, statesFields = ALWAYS): readonly Text[] =>
    Object.entries(holder ?? {}).flatMap(([field, value]) => {
      const closes = field === 'Assign' || field === 'Output';
      const read = closes || EVALUATED.some((evaluated) => evaluated === field);
      return read
        ? stringsIn(value, { location: within(where, field), statesFields: closes ? statesFields : ALWAYS })
        : [];
    });
  return [
    ...texts(state, location, brings ? WITH_RESULT : ALWAYS),
    ...rules.flatMap((rule, index) => texts(rule, `${location}/Choices[${index}]`)),
    ...catchers.flatMap((catcher, index) => texts(catcher, `${location}/Catch[${index}]`, WITH_ERROR)),
    ...(state.Type === 'Map'
      ? [
          ...texts(state.ItemReader, `${location}/ItemReader`),
          ...texts(state.ItemReader?.ReaderConfig, `${location}/ItemReader/ReaderConfig`),
          ...texts(state.ResultWriter, `${location}/ResultWriter`),
        ]
      : []),
  ];
}

function stringsIn(value: unknown, place: Omit<Text, 'text'>): readonly Text[] {
  if (typeof value === 'string') return [{ text: value, ...place }];
  if (typeof value !== 'object' || value === null) return [];
  const members = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return members.flatMap(([key, member]) => stringsIn(member, { ...place, location: within(place.location, key) }));
}

function checkText(place: Text, defined: ReadonlySet<string>): readonly Diagnostic[] {
  const { text, location } = place;
  if (!text.startsWith('{%')) return [];
  if (!isExpression(text)) return [schemaError('JSONata string must start with {% and end with %}', location)];
  try {
    return checkReferences(referencesOf(text), place, defined);
  } catch (cause) {
    return [error(`INVALID_JSONATA_EXPRESSION: ${(cause as Error).message}`, location)];
  }
}

function checkReferences(
  { topLevel, root, statesFields, variables }: References,
  place: Text,
  defined: ReadonlySet<string>,
): readonly Diagnostic[] {
  const unsupported = (sentence: string) => error(`UNSUPPORTED_JSONATA_EXPRESSION: ${sentence}`, place.location);
  const absent = statesFields.filter((field) => !place.statesFields.includes(field));
  const unknown = variables.filter((name) => !defined.has(name) && !FUNCTIONS.has(name));
  return [
    ...topLevel.map((name) => unsupported(`Reference to '${name}' at the top level is not supported.`)),
    ...(root ? [unsupported("Reference to '$$' is not supported.")] : []),
    ...absent.map((field) => unsupported(`Field '$states.${field}' does not exist.`)),
    ...unknown.map((name) => ({
      severity: 'WARNING' as const,
      message: `POSSIBLY_UNDEFINED_VARIABLE: Variable '${name}' is possibly not defined.`,
      location: place.location,
    })),
  ];
}
