import { createHash } from 'node:crypto';
import type { DateRange } from '../../core/contracts/date-range.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { jobKeys } from '../../core/contracts/keys.ts';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import type { RowBatch } from '../../core/contracts/table-schema.ts';
import { encodeForecastParameters } from '../../core/forecast/forecast-parameters.ts';
import { FORECAST_SUMMARY_FILE, forecastSummarySchema } from '../../core/forecast/forecast-summary.ts';
import { recordedForecastsSchema } from '../../core/models/forecast-columns.ts';
import { type Forecaster, type Stores, uriOf } from '../../core/ports.ts';
import { readJson } from '../../lake/json-object.ts';
import { readRegisteredModel } from '../../lake/model-files.ts';
import { readParquet } from '../../tables/index.ts';

/** Runs a processing job to its end, and fails where the job does: SageMaker, or a child process of a laptop. */
export type RunJob = (request: Readonly<Record<string, unknown>>) => Promise<unknown>;

/**
 * As a processing job, under the contract of the container tasks: for a model that only its own image can read. The job's files are read back
 * from `judged/` of the artifacts; the same version and range give the same files.
 */
export function jobForecaster(runJob: RunJob): Forecaster {
  return {
    async *forecast(version: ModelVersion, range: DateRange, stores: Stores): AsyncGenerator<RowBatch> {
      // The job copies the model by itself, and checks no hash.
      await readRegisteredModel(stores, version);
      const folder = jobKeys.judged(version.dataset, version.version, range);
      await runJob(requestOf(version, range, uriOf(stores.artifacts, folder)));
      const { files } = await readJson(
        stores.artifacts,
        `${folder}/summary/${FORECAST_SUMMARY_FILE}`,
        forecastSummarySchema,
      );
      const { columns } = recordedForecastsSchema(version.schema.frequency, version.schema.furtherLevels);
      for (const { fileName } of files) {
        yield readParquet(await stores.artifacts.read(`${folder}/files/${fileName}`), columns);
      }
    },
    explain({ dataset, version, code }: ModelVersion): AsyncIterable<never> {
      throw new PlatformError(ERROR_NAMES.artifactMismatch, {
        problem: `what the forecasts of version ${version} of '${dataset}' are made of is known to its own image only`,
        got: code.image,
        hint: 'a job gives forecasts, not their parts: train with this image',
      });
    },
  };
}

/** CreateProcessingJob, as lib/machines/job-requests.ts makes it of a plan. */
function requestOf({ version, artifactUri }: ModelVersion, range: DateRange, outputUri: string) {
  const output = (name: string) => ({
    OutputName: name,
    S3Output: {
      S3Uri: `${outputUri}/${name}`,
      LocalPath: `/opt/ml/processing/output/${name}`,
      S3UploadMode: 'EndOfJob',
    },
  });
  const model = { LocalPath: '/opt/ml/processing/input/model', S3DataType: 'S3Prefix', S3InputMode: 'File' };
  return {
    ProcessingJobName: `judge-v${version}-${createHash('sha256').update(outputUri).digest('hex').slice(0, 16)}`,
    Environment: encodeForecastParameters({ modelVersion: version, range }),
    ProcessingInputs: [{ InputName: 'model', S3Input: { ...model, S3Uri: artifactUri } }],
    ProcessingOutputConfig: { Outputs: [output('files'), output('summary')] },
  };
}
