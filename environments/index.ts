import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import type { Evidence } from '../core/contracts/errors.ts';
import { DATASETS } from '../datasets/index.ts';
import { dev } from './dev.ts';
import { environmentSchema } from './environment.ts';
import type { Environment } from './environment.ts';
import { prod } from './prod.ts';
import { brokenRule } from './rules.ts';
import { staging } from './staging.ts';

export const ENVIRONMENTS = { dev, staging, prod } as const satisfies Record<string, Environment>;

/**
 * The checked literal of one environment.
 *
 * @param name what `-c env=` said, if anything
 * @throws EnvironmentInvalid for an unknown name, or a literal that breaks a rule
 */
export function findEnvironment(name: unknown): Environment {
  const found = Object.entries(ENVIRONMENTS).find(([known]) => known === name);
  if (found !== undefined) return checkEnvironment(found[1]);
  throw new PlatformError(ERROR_NAMES.environmentInvalid, {
    problem: name === undefined ? "the context 'env' is missing" : "the context 'env' names no environment",
    got: name,
    allowed: Object.keys(ENVIRONMENTS).join(', '),
    hint: 'npx cdk synth -c env=dev',
  });
}

/** @throws EnvironmentInvalid naming the field, its value and what is allowed. */
export function checkEnvironment(literal: Environment): Environment {
  const parsed = environmentSchema.safeParse(literal);
  if (!parsed.success) throw invalid(literal, evidenceOf(literal, parsed.error.issues[0]));
  const known = DATASETS.map(({ name }) => name);
  const broken = brokenRule(parsed.data, known);
  if (broken !== undefined) throw invalid(literal, broken);
  return parsed.data;
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** Of an object with fields that the schema does not know. */
  readonly keys?: readonly string[];
}

function evidenceOf(literal: Environment, { path, keys = [], message }: Issue): Evidence {
  const field = [...path, ...keys.slice(0, 1)];
  const value = field.reduce<unknown>((within, key) => Object(within)[key], literal);
  return { problem: `${field.join('.')} is not valid`, got: value ?? 'nothing', allowed: message };
}

function invalid({ name }: Environment, evidence: Evidence): PlatformError {
  const problem = `environments/${name}.ts: ${evidence.problem}`;
  return new PlatformError(ERROR_NAMES.environmentInvalid, { ...evidence, problem });
}
