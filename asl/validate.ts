import type { StateMachine } from './definition.ts';
import { InvalidDefinition } from './errors.ts';
import { textOf, type Diagnostic } from './validate/diagnostic.ts';
import { checkQueryLanguage } from './validate/query-language.ts';
import { parseMachine } from './validate/schema.ts';
import { checkGraph, type Surroundings } from './validate/states.ts';

/**
 * Everything that is wrong with a definition, all at once: what AWS refuses, what it only warns of, and what this interpreter
 * would not run as AWS does.
 */
export function diagnose(definition: unknown, surroundings: Surroundings): readonly Diagnostic[] {
  return read(definition, surroundings).diagnostics;
}

/**
 * @param strict refuse what AWS only warns of, too.
 * @throws InvalidDefinition
 */
export function validateMachine(definition: unknown, surroundings: Surroundings, strict: boolean): StateMachine {
  const { machine, diagnostics } = read(definition, surroundings);
  const problems = diagnostics.filter(({ severity }) => strict || severity === 'ERROR');
  if (machine === undefined || problems.length > 0) {
    throw new InvalidDefinition(surroundings.name, problems.map(textOf));
  }
  return machine;
}

interface Reading {
  /** Absent when it does not fit the schema. */
  readonly machine?: StateMachine;
  readonly diagnostics: readonly Diagnostic[];
}

function read(definition: unknown, surroundings: Surroundings): Reading {
  // A JSONPath machine is told so, not that each of its fields is unknown.
  const foreign = checkQueryLanguage(definition);
  if (foreign.length > 0) return { diagnostics: foreign };
  const parsed = parseMachine(definition);
  if ('problems' in parsed) return { diagnostics: parsed.problems };
  return { machine: parsed.machine, diagnostics: checkGraph(parsed.machine, surroundings) };
}
