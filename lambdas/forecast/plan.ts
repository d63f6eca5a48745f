import { FORMAT_KEY, runKeys } from '../../core/contracts/keys.ts';
import type * as z from 'zod';
import type { Dataset } from '../../core/contracts/dataset.ts';
import type { DateRange } from '../../core/contracts/date-range.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import { planForecastStep } from '../../core/contracts/steps/forecast.ts';
import { encodeForecastParameters } from '../../core/forecast/forecast-parameters.ts';
import type { Ports } from '../../core/ports.ts';
import { inferAxis } from '../../core/series/time-axis.ts';
import { horizonAfter } from '../../core/train/plan-training.ts';
import { uriOf } from '../../core/ports.ts';
import { forecastsPlace } from '../../lake/forecasts.ts';
import { onAws } from '../shell.ts';
import { verifyVersion } from '../../lake/signing/verify-version.ts';

type Input = z.infer<typeof planForecastStep.input>;
type Output = z.infer<typeof planForecastStep.output>;

/** Looks up the model version, and makes sure that it is what was registered and signed; that Production is where the platform moved it, too. @throws SignatureRefused, AuditTampered */
export async function run(
  { dataset: name, runId, modelVersion, periods }: Input,
  ports: Pick<Ports, 'stores' | 'datasets' | 'registry' | 'production' | 'keys' | 'auditKeys'>,
): Promise<Output> {
  const dataset = ports.datasets.find(name);
  const { gold, artifacts } = ports.stores;
  // Whatever is asked for: whoever could say what is in Production could put anything in force.
  const present = (await ports.production.verified(name, ports))?.to;
  const version = await versionOf(ports.registry, name, { wanted: modelVersion, present });
  const model = await ports.registry.describe(name, version);
  await verifyVersion(model, { dataset: name, version }, ports);
  // The job writes there before anybody reads: a format that is newer than this code has to be refused here.
  await gold.head(FORMAT_KEY);

  const asked = 'range' in periods ? periods.range : aheadOf(model, rangeAfter(dataset, periods));
  const range = knownOf(model, asked);
  const { path, folder } = forecastsPlace(dataset, runId);
  return {
    modelVersion: model.version,
    inProduction: model.version === present,
    artifactUri: model.artifactUri,
    hyperparameters: encodeForecastParameters({
      modelVersion: model.version,
      artifactSha256: model.artifactSha256,
      range,
      maxBeyondObserved: dataset.contract.maxBeyondObserved,
    }),
    range,
    filesUri: uriOf(gold, `${path}/${folder}`),
    summaryUri: uriOf(artifacts, runKeys.forecastSummary(name, runId)),
  };
}

export const handler = onAws(planForecastStep, run);

/** Where the last observations before an origin are missing, forecasts begin after the last one there is, and reach as far as others do. */
function rangeAfter(
  { frequency, evaluation }: Dataset,
  { after, reaching = after }: { readonly after: string; readonly reaching?: string | undefined },
): DateRange {
  const horizon = (from: string) => horizonAfter(inferAxis(frequency, Date.parse(after)), from, evaluation);
  return { start: horizon(after).start, end: horizon(reaching > after ? reaching : after).end };
}

/** A version that learned from observations that somebody has withdrawn since forecasts from their end on, as it did: it says nothing of its own past. */
function aheadOf({ forecast }: ModelVersion, asked: DateRange): DateRange {
  return asked.start < forecast.start ? forecast : asked;
}

/**
 * A version that learned from regressors knows them as far as the horizon that it was fitted for. Beyond its end, the candidates that learn from
 * none forecast alone.
 */
function knownOf({ recipe, forecast }: ModelVersion, asked: DateRange): DateRange {
  const isCut = recipe.regressors !== undefined && forecast.end < asked.end && forecast.end >= asked.start;
  return isCut ? { ...asked, end: forecast.end } : asked;
}

/** @throws ModelVersionUnknown */
async function versionOf(
  registry: Ports['registry'],
  dataset: string,
  { wanted, present }: { readonly wanted: Input['modelVersion']; readonly present: number | undefined },
): Promise<number> {
  if (typeof wanted === 'number') return wanted;
  const version = wanted === 'production' ? present : (await registry.list(dataset)).at(-1)?.version;
  if (version !== undefined) return version;
  throw new PlatformError(ERROR_NAMES.modelVersionUnknown, {
    problem:
      wanted === 'latest' ? `no model of '${dataset}' is registered` : `no model of '${dataset}' is in Production`,
    hint: "run the data set's retrain state machine",
  });
}
