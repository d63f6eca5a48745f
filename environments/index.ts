import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import type { Evidence } from '../core/contracts/errors.ts';
import { DATASETS } from '../datasets/index.ts';
import { delivery } from './delivery.ts';
import { dev } from './dev.ts';
import { environmentSchema } from './environment.ts';
import type { DeliveryEnvironment } from './delivery-environment.ts';
import type { Environment, PlatformEnvironment } from './environment.ts';
import { prod } from './prod.ts';
import { brokenRule } from './rules.ts';
import { staging } from './staging.ts';

/** Where the platform runs. */
export const ENVIRONMENTS = { dev, staging, prod } as const satisfies Record<string, PlatformEnvironment>;

/** Everything that `-c env=` may name: each is one stack. */
export const LITERALS = { ...ENVIRONMENTS, delivery } as const satisfies Record<string, Environment>;

/**
 * The checked literal of one environment.
 *
 * @param name what `-c env=` said, if anything
 * @throws EnvironmentInvalid for an unknown name, or a literal that breaks a rule
 */
export function findEnvironment(name: unknown): Environment {
  return checkEnvironment(named(LITERALS, name));
}

/** Likewise, where only an environment that the platform runs in will do. */
export function findPlatform(name: unknown): PlatformEnvironment {
  return checkEnvironment(named(ENVIRONMENTS, name));
}

/** The checked literal of the delivery. @throws EnvironmentInvalid */
export function findDelivery(): DeliveryEnvironment {
  return checkEnvironment(delivery);
}

function named<E extends Environment>(literals: Readonly<Record<string, E>>, name: unknown): E {
  const found = Object.entries(literals).find(([known]) => known === name);
  if (found !== undefined) return found[1];
  throw new PlatformError(ERROR_NAMES.environmentInvalid, {
    problem: name === undefined ? "the context 'env' is missing" : "the context 'env' names no environment",
    got: name,
    allowed: Object.keys(literals).join(', '),
    hint: 'npx cdk synth -c env=dev',
  });
}

/** @throws EnvironmentInvalid naming the field, its value and what is allowed. */
export function checkEnvironment<E extends Environment>(literal: E): E {
  const parsed = environmentSchema.safeParse(literal);
  if (!parsed.success) throw invalid(literal, evidenceOf(literal, parsed.error.issues[0]));
  const broken = brokenRule(parsed.data, {
    datasets: DATASETS.map(({ name }) => name),
    catalog: DATASETS,
    targets: Object.values(ENVIRONMENTS),
  });
  if (broken !== undefined) throw invalid(literal, broken);
  return literal;
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
  return { problem: `${field.join('.')} is not valid`, got: withoutPassword(value) ?? 'nothing', allowed: message };
}

/** Of addresses that somebody wrote with one, however deep in it they stand: what is refused is printed, and kept in the logs of builds. */
function withoutPassword(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\/\/[^/]*@/, '//***@');
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutPassword);
  return Object.fromEntries(Object.entries(value).map(([name, within]) => [name, withoutPassword(within)]));
}

function invalid({ name }: Environment, evidence: Evidence): PlatformError {
  const problem = `environments/${name}.ts: ${evidence.problem}`;
  return new PlatformError(ERROR_NAMES.environmentInvalid, { ...evidence, problem });
}
