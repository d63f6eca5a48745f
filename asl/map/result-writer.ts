import type { ResultWriter } from '../definition.ts';
import { describeExecution } from '../describe-execution.ts';
import { STATES_ERRORS, StateFailure } from '../errors.ts';
import type { Execution } from '../execution.ts';
import { isObject, jsonText, type Json, type JsonObject } from '../json.ts';
import type { Visit } from '../visit.ts';

/** `id` is the last part of the map run's ARN: its results are written under that name. */
type Write = (
  mapRun: { readonly mapRunArn: string; readonly id: string },
  children: readonly Execution[],
) => Promise<Json>;

/**
 * Evaluates a ResultWriter's fields and gives the write itself: SUCCEEDED_0.json and FAILED_0.json with the children's
 * descriptions, where there are any, and the manifest.json that lists them. The Map's result then names the manifest.
 *
 * @throws StateFailure States.QueryEvaluationError; the write throws States.ResultWriterFailed.
 */
export async function prepareWriter(writer: ResultWriter, visit: Visit): Promise<Write> {
  const { clock, s3 } = visit.lane.execution.engine;
  if (s3 === undefined) throw new TypeError('a machine with a ResultWriter passed validation without an S3 port');
  const parameters = await visit.evaluate('ResultWriter/Arguments', writer.Arguments);
  const { Bucket, Prefix = '' } = isObject(parameters) ? parameters : ({} as JsonObject);
  return async ({ mapRunArn, id }, children) => {
    if (typeof Bucket !== 'string' || typeof Prefix !== 'string') {
      throw writerFailed('ResultWriter needs the argument Bucket, and Prefix if given, as text');
    }
    const folder = `${Prefix === '' ? '' : `${Prefix}/`}${id}`;
    const put = async (name: string, value: Json) => {
      const body = Buffer.from(jsonText(value), 'utf8');
      await s3.putObject(Bucket, `${folder}/${name}`, body);
      return { Key: `${folder}/${name}`, Size: body.byteLength };
    };
    try {
      await clock.working(() => putResults(put, { Bucket, mapRunArn, children }));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      throw writerFailed(error.message, error);
    }
    return { MapRunArn: mapRunArn, ResultWriterDetails: { Bucket, Key: `${folder}/manifest.json` } };
  };
}

async function putResults(
  put: (name: string, value: Json) => Promise<JsonObject>,
  run: { readonly Bucket: string; readonly mapRunArn: string; readonly children: readonly Execution[] },
): Promise<void> {
  const succeeded = run.children.filter(({ status }) => status === 'SUCCEEDED');
  const failed = run.children.filter(({ status }) => status !== 'SUCCEEDED');
  const putAll = async (name: string, children: readonly Execution[]) =>
    children.length === 0
      ? []
      : [
          await put(
            name,
            children.map((child) => describeExecution(child, 'text')),
          ),
        ];
  const files = {
    FAILED: await putAll('FAILED_0.json', failed),
    PENDING: [],
    SUCCEEDED: await putAll('SUCCEEDED_0.json', succeeded),
  };
  await put('manifest.json', { DestinationBucket: run.Bucket, MapRunArn: run.mapRunArn, ResultFiles: files });
}

function writerFailed(cause: string, error?: Error): StateFailure {
  return new StateFailure({ error: STATES_ERRORS.resultWriterFailed, cause }, { cause: error });
}
