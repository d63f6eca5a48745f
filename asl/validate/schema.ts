import type * as z from 'zod';
import { stateMachineSchema, type StateMachine } from '../definition.ts';
import { error, notHere, schemaError, within, type Diagnostic } from './diagnostic.ts';

/** Fields that only JSONPath states have: naming their language says more than "unknown field". */
const JSONPATH_FIELD =
  /^(InputPath|OutputPath|ResultPath|ResultSelector|Parameters|Result|Variable|And|Or|Not|.+Path|.+\.\$)$/;

/** What AWS knows, and this interpreter does not. */
const NOT_IMPLEMENTED = /^(Iterator|WriterConfig|ItemsPointer|ManifestType|Transformation|ExpectedBucketOwner)$/;

/** Reads a definition by the schema of what is implemented. */
export function parseMachine(
  definition: unknown,
): { readonly machine: StateMachine } | { readonly problems: readonly Diagnostic[] } {
  const parsed = stateMachineSchema.safeParse(definition, { error: nameWhatIsRefused });
  return parsed.success ? { machine: parsed.data } : { problems: parsed.error.issues.flatMap(problemsOf) };
}

type Issue = z.core.$ZodIssue;

/** A missing value reads better than zod's "received undefined". */
function nameWhatIsRefused(issue: z.core.$ZodRawIssue): string | undefined {
  return issue.code === 'invalid_type' && issue.input === undefined ? 'is missing' : undefined;
}

function problemsOf(issue: Issue): readonly Diagnostic[] {
  const location = issue.path.reduce<string>(within, '');
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownField(key, location));
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => invalidKey(issue, message, location));
  if (issue.code === 'invalid_union' && 'discriminator' in issue) {
    const types = 'Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map';
    return [schemaError(`The field 'Type' should have one of these values: [${types}]`, location)];
  }
  return [schemaError(issue.code === 'invalid_union' ? unionMessage(issue) : issue.message, location)];
}

/** The names of states and of variables are keys. */
function invalidKey(issue: Issue, message: string, location: string): Diagnostic {
  if (/^[A-Z_]+: /.test(message)) return error(message, location);
  const isState = issue.path.at(-2) === 'States';
  const name = String(issue.path.at(-1));
  return isState
    ? error(`INVALID_STATE_NAME: Invalid State name: '${name}': ${message}`, location)
    : error(`INVALID_VARIABLE_NAME: Invalid variable name '${name}': ${message}`, location);
}

function unionMessage(issue: Extract<Issue, { code: 'invalid_union' }>): string {
  const options = issue.errors.map((option) => option.map(({ message }) => message).join(', '));
  return [...new Set(options)].join('; or ');
}

function unknownField(key: string, location: string): Diagnostic {
  if (NOT_IMPLEMENTED.test(key)) return notHere(`the field '${key}' is not implemented`, location);
  if (!JSONPATH_FIELD.test(key)) return schemaError(`Field '${key}' is not supported`, location);
  const language = "The QueryLanguage is set to 'JSONata', but";
  return schemaError(`${language} field '${key}' is only supported for the 'JSONPath' QueryLanguage`, location);
}
