import type { Candidate } from '../contracts/dataset.ts';
import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import { climatology } from './climatology.ts';
import type { KnownAhead, Model, ModelFamily, ModelSetting } from './family.ts';
import { harmonic } from './harmonic/harmonic.ts';
import { prophet } from './prophet/prophet.ts';
import { seasonalNaive } from './seasonal-naive.ts';
import { damped } from './smoothing/damped.ts';
import { theta } from './smoothing/theta.ts';

/** A family whose own types stay inside: options come as a candidate states them, states go to and come from an artifact. */
export interface RegisteredFamily {
  readonly name: string;
  readonly stateVersion: number;
  readonly leastObservations: number;
  readonly learnsFrom: readonly KnownAhead[];
  /** With the defaults of those that are not given. @throws ModelOptionInvalid */
  complete(options: Candidate['options']): Readonly<Record<string, unknown>>;
  /** @throws ModelOptionInvalid */
  build(setting: ModelSetting, options: Candidate['options']): Model<unknown>;
}

/** The model families: a new one is its folder and a row here, under the name that it gives itself. */
const FAMILIES: readonly RegisteredFamily[] = [
  register(seasonalNaive),
  register(climatology),
  register(harmonic),
  register(prophet),
  register(theta),
  register(damped),
];

export const FAMILY_NAMES: readonly string[] = FAMILIES.map(({ name }) => name);

/** @throws ModelOptionInvalid where there is none of this name */
export function familyOf(name: Candidate['family']): RegisteredFamily {
  const found = FAMILIES.find((family) => family.name === name);
  if (found !== undefined) return found;
  const problem = 'there is no model family of this name';
  throw new PlatformError(ERROR_NAMES.modelOptionInvalid, { problem, got: name, allowed: FAMILY_NAMES.join(', ') });
}

/** @throws ModelOptionInvalid, naming the candidate and the family or the option */
export function buildModel({ name, family, options }: Candidate, setting: ModelSetting): Model<unknown> {
  try {
    return familyOf(family).build(setting, options);
  } catch (cause) {
    if (!(cause instanceof PlatformError) || cause.name !== ERROR_NAMES.modelOptionInvalid) throw cause;
    const { problem, ...evidence } = cause.evidence;
    throw new PlatformError(cause.name, { ...evidence, problem: `candidate ${name}: ${problem}`, cause });
  }
}

function register<Options extends object, State>(family: ModelFamily<Options, State>): RegisteredFamily {
  const { name, stateVersion, leastObservations, learnsFrom = [] } = family;
  const parse = (options: Candidate['options']): Options => {
    const parsed = family.options.safeParse(options);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new PlatformError(ERROR_NAMES.modelOptionInvalid, {
      problem: `an option of the family ${name} is invalid (${[...issue.path, issue.message].join(': ')})`,
      got: options,
      hint: `core/models/${name} lists the options and what they mean`,
      cause: parsed.error,
    });
  };
  return {
    name,
    stateVersion,
    leastObservations,
    learnsFrom,
    complete: (options) => Object.fromEntries(Object.entries(parse(options))),
    build: (setting, options) => untyped(family.build(setting, parse(options))),
  };
}

/** A state that comes back from an artifact was written by the same family and version: the header of the file says so. */
function untyped<State>(model: Model<State>): Model<unknown> {
  return {
    prepare: (series) => model.prepare(series),
    forecast: (state, ds, level) => model.forecast(state as State, ds, level),
    ...(model.decompose === undefined ? {} : { decompose: (state, ds) => model.decompose!(state as State, ds) }),
    ...(model.knowing === undefined ? {} : { knowing: (regressors) => untyped(model.knowing!(regressors)) }),
  };
}
