import type * as z from 'zod';
import { stateMachineSchema, type StateMachine } from './definition.ts';
import { InvalidDefinition } from './errors.ts';
import { checkQueryLanguage } from './validate/query-language.ts';
import { checkGraph, type Surroundings } from './validate/states.ts';

/** Fields that only JSONPath states have: naming their language says more than "unknown field". */
const JSONPATH_FIELD =
  /^(InputPath|OutputPath|ResultPath|ResultSelector|Parameters|Result|Variable|And|Or|Not|.+Path|.+\.\$)$/;

/**
 * Reads a definition and refuses, by name and all at once, whatever this interpreter would not run as AWS does.
 *
 * @throws InvalidDefinition
 */
export function validateMachine(definition: unknown, surroundings: Surroundings): StateMachine {
  // A JSONPath machine is told so, not that each of its fields is unknown.
  const foreign = checkQueryLanguage(definition);
  if (foreign.length > 0) throw new InvalidDefinition(surroundings.name, foreign);
  const parsed = stateMachineSchema.safeParse(definition, { error: nameWhatIsRefused });
  if (!parsed.success) throw new InvalidDefinition(surroundings.name, parsed.error.issues.flatMap(problemsOf));
  const problems = checkGraph(parsed.data, surroundings);
  if (problems.length > 0) throw new InvalidDefinition(surroundings.name, problems);
  return parsed.data;
}

type Issue = z.core.$ZodIssue;

/** A missing value reads better than zod's "received undefined". */
function nameWhatIsRefused(issue: z.core.$ZodRawIssue): string | undefined {
  return issue.code === 'invalid_type' && issue.input === undefined ? 'is missing' : undefined;
}

function problemsOf(issue: Issue): readonly string[] {
  const path = issue.path.join('.');
  const place = path === '' ? '' : `${path}: `;
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `${place}${describeField(key)}`);
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => `${place}${message}`);
  if (issue.code === 'invalid_union' && 'discriminator' in issue) return [`${place}this state type is not supported`];
  if (issue.code === 'invalid_union') return [`${place}${unionMessage(issue)}`];
  return [`${place}${issue.message}`];
}

function unionMessage(issue: Extract<Issue, { code: 'invalid_union' }>): string {
  const options = issue.errors.map((option) => option.map(({ message }) => message).join(', '));
  return [...new Set(options)].join('; or ');
}

function describeField(key: string): string {
  return JSONPATH_FIELD.test(key)
    ? `the field '${key}' belongs to JSONPath, which is not supported`
    : `the field '${key}' is not supported`;
}
