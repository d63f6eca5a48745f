import type * as z from 'zod';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { STEPS } from '../../core/contracts/steps.ts';
import { tablePath } from '../../core/contracts/tables.ts';
import type { Ports } from '../../core/ports.ts';
import { uriOf } from '../../core/ports.ts';
import { onAws } from '../shell.ts';

type Input = z.infer<typeof STEPS.register.input>;
type Output = z.infer<typeof STEPS.register.output>;

/** Registers the chosen candidate, with everything that one needs to know to trust it or to make it again. */
export async function run(input: Input, { datasets, stores, registry, build }: Ports): Promise<Output> {
  const { description, owner } = datasets.find(input.dataset);
  const chosen = input.candidates.find(({ candidate }) => candidate.name === input.chosen);
  if (chosen === undefined) {
    throw new PlatformError(ERROR_NAMES.stepInputInvalid, {
      problem: 'the chosen candidate is not among the candidates',
      got: input.chosen,
      allowed: input.candidates.map(({ candidate }) => candidate.name).join(', '),
    });
  }
  const registered = await registry.register({
    dataset: input.dataset,
    runId: input.runId,
    description,
    owner,
    chosen,
    candidates: input.candidates,
    training: {
      table: uriOf(stores.silver, tablePath(input.dataset, 'series')),
      tableVersion: input.silverVersion,
      window: input.range,
    },
    forecast: input.forecast,
    code: { commit: build.commit, image: build.image, libraries: build.libraries },
  });
  // Asked a second time, the registry gives what this run registered the first time.
  return { modelVersion: registered.version, artifactSha256: registered.chosen.artifactSha256 };
}

export const handler = onAws(STEPS.register, run);
