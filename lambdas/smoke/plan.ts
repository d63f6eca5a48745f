import type * as z from 'zod';
import { runKeys } from '../../core/contracts/keys.ts';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import { planSmokeStep } from '../../core/contracts/steps/smoke.ts';
import { encodeForecastParameters } from '../../core/forecast/forecast-parameters.ts';
import { smokeRange } from '../../core/forecast/smoke.ts';
import { type Ports, uriOf } from '../../core/ports.ts';
import { periodsOfColumn } from '../../core/series/ds-column.ts';
import { inferAxis, type TimeAxis } from '../../core/series/time-axis.ts';
import { recordedForecasts } from '../../lake/forecasts.ts';
import { verifyVersion } from '../../lake/signing/verify-version.ts';
import { onAws } from '../shell.ts';

type Input = z.infer<typeof planSmokeStep.input>;
type Output = z.infer<typeof planSmokeStep.output>;

/** A forecast by the version in Production of a few periods that its fit has forecasted as well. @throws SignatureRefused */
export async function run(
  { dataset: name, runId }: Input,
  ports: Pick<Ports, 'stores' | 'datasets' | 'registry' | 'production' | 'keys'>,
): Promise<Output> {
  const { frequency } = ports.datasets.find(name);
  const pointer = await ports.production.read(name);
  if (pointer === undefined) return { plan: null };
  const version = await ports.registry.describe(name, pointer.to);
  await verifyVersion(version, { dataset: name, version: pointer.to }, ports);
  const axis = inferAxis(frequency, Date.parse(version.forecast.start));
  const range = smokeRange(axis, version.forecast, await firstRecorded(version, axis, ports));
  const { artifacts } = ports.stores;
  return {
    plan: {
      modelVersion: version.version,
      artifactUri: version.artifactUri,
      hyperparameters: encodeForecastParameters({
        modelVersion: version.version,
        artifactSha256: version.artifactSha256,
        range,
      }),
      range,
      // Not below the forecasts' table: what lies there is one commit from being published.
      filesUri: uriOf(artifacts, runKeys.smoke(name, runId, 'files')),
      summaryUri: uriOf(artifacts, runKeys.smoke(name, runId, 'summary')),
    },
  };
}

export const handler = onAws(planSmokeStep, run);

/** The periods that the first series has a recorded forecast for. */
async function firstRecorded(
  { artifactUri, schema }: ModelVersion,
  axis: TimeAxis,
  { stores }: Pick<Ports, 'stores'>,
): Promise<Int32Array> {
  for await (const { rows, columns } of recordedForecasts(stores, artifactUri, schema)) {
    const [first] = columns.unique_id;
    let count = 0;
    while (count < rows && columns.unique_id[count] === first) count++;
    return periodsOfColumn(axis.frequency, columns.ds).slice(0, count);
  }
  return new Int32Array();
}
