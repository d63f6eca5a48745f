import type * as z from 'zod';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { NewModelVersion, TrainedCandidate } from '../../core/contracts/model-version.ts';
import { registerStep } from '../../core/contracts/steps/train.ts';
import { tablePath } from '../../core/contracts/tables.ts';
import { schemaOf } from '../../core/promote/version-schema.ts';
import type { Ports } from '../../core/ports.ts';
import { uriOf } from '../../core/ports.ts';
import { onAws } from '../shell.ts';
import { signVersion } from '../../lake/signing/sign-version.ts';
import { track } from './register/track.ts';

type Input = z.infer<typeof registerStep.input>;
type Output = z.infer<typeof registerStep.output>;

/**
 * Registers the chosen candidate, with everything that one needs to know to trust it or to make it again, signs its files, and only then
 * offers it for promotion. Asked a second time, it gives what the run registered the first time, and finishes what was left undone.
 */
export async function run(
  input: Input,
  ports: Pick<Ports, 'stores' | 'datasets' | 'registry' | 'signer' | 'tracker' | 'clock' | 'build'>,
): Promise<Output> {
  const { registry } = ports;
  const registered = await registry.register(newVersion(input, ports));
  await signVersion(registered, ports);
  const stage = (await registry.stages(input.dataset)).get(registered.version);
  if (stage === 'None') await registry.setStage(input.dataset, registered.version, 'Staging');
  await track(registered, ports);
  return { modelVersion: registered.version, artifactSha256: registered.chosen.artifactSha256 };
}

export const handler = onAws(registerStep, run);

function newVersion(
  input: Input,
  { datasets, stores, build }: Pick<Ports, 'datasets' | 'stores' | 'build'>,
): NewModelVersion {
  const dataset = datasets.find(input.dataset);
  const { description, owner, intendedUse, tags } = dataset;
  const { bronze, quarantined } = input.counts;
  return {
    dataset: input.dataset,
    runId: input.runId,
    description,
    owner,
    intendedUse,
    tags,
    chosen: chosenOf(input),
    candidates: input.candidates,
    training: {
      table: uriOf(stores.silver, tablePath(input.dataset, 'series')),
      tableVersion: input.silverVersion,
      window: input.range,
    },
    schema: schemaOf(dataset),
    contract: {
      quarantinedShare: bronze === 0 ? 0 : quarantined / bronze,
      maxQuarantineShare: dataset.contract.maxQuarantineShare,
    },
    forecast: input.forecast,
    code: { commit: build.commit, image: build.image, libraries: build.libraries },
  };
}

function chosenOf({ chosen: wanted, candidates }: Input): TrainedCandidate {
  const chosen = candidates.find(({ candidate }) => candidate.name === wanted);
  if (chosen !== undefined) return chosen;
  throw new PlatformError(ERROR_NAMES.stepInputInvalid, {
    problem: 'the chosen candidate is not among the candidates',
    got: wanted,
    allowed: candidates.map(({ candidate }) => candidate.name).join(', '),
  });
}
