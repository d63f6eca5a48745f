import type { Candidate } from '../contracts/dataset.ts';
import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import { climatology } from './climatology.ts';
import type { Model, ModelFamily, ModelSetting } from './family.ts';
import { harmonic } from './harmonic/harmonic.ts';
import { prophet } from './prophet/prophet.ts';
import { seasonalNaive } from './seasonal-naive.ts';

/** A family whose own types stay inside: options come as a candidate states them, states go to and come from an artifact. */
export interface RegisteredFamily {
  readonly name: Candidate['family'];
  readonly stateVersion: number;
  /** @throws ModelOptionInvalid */
  build(setting: ModelSetting, options: Candidate['options']): Model<unknown>;
}

const FAMILIES: Readonly<Record<Candidate['family'], RegisteredFamily>> = {
  'seasonal-naive': register('seasonal-naive', seasonalNaive),
  climatology: register('climatology', climatology),
  harmonic: register('harmonic', harmonic),
  prophet: register('prophet', prophet),
};

export function familyOf(name: Candidate['family']): RegisteredFamily {
  return FAMILIES[name];
}

/** @throws ModelOptionInvalid, naming the candidate and the option */
export function buildModel({ name, family, options }: Candidate, setting: ModelSetting): Model<unknown> {
  try {
    return familyOf(family).build(setting, options);
  } catch (cause) {
    if (!(cause instanceof PlatformError) || cause.name !== ERROR_NAMES.modelOptionInvalid) throw cause;
    const { problem, ...evidence } = cause.evidence;
    throw new PlatformError(cause.name, { ...evidence, problem: `candidate ${name}: ${problem}`, cause });
  }
}

function register<Options, State>(name: Candidate['family'], family: ModelFamily<Options, State>): RegisteredFamily {
  return {
    name,
    stateVersion: family.stateVersion,
    build: (setting, options) => {
      const parsed = family.options.safeParse(options);
      if (parsed.success) return untyped(family.build(setting, parsed.data));
      const [issue] = parsed.error.issues;
      throw new PlatformError(ERROR_NAMES.modelOptionInvalid, {
        problem: `an option of the family ${name} is invalid (${[...issue.path, issue.message].join(': ')})`,
        got: options,
        hint: `core/models/${name} lists the options and what they mean`,
        cause: parsed.error,
      });
    },
  };
}

/** A state that comes back from an artifact was written by the same family and version: the header of the file says so. */
function untyped<State>(model: Model<State>): Model<unknown> {
  return {
    prepare: (series) => model.prepare(series),
    forecast: (state, ds, level) => model.forecast(state as State, ds, level),
  };
}
