import type { ItemReader } from '../definition.ts';
import { STATES_ERRORS, StateFailure } from '../errors.ts';
import { readCsv } from './csv-items.ts';
import { isObject, jsonTypeOf, parseJson, toJson, type Json } from '../json.ts';
import type { S3Objects } from '../s3.ts';
import type { Visit } from '../visit.ts';

/**
 * Evaluates an ItemReader's fields and gives the read itself, to be done after MapRunStarted.
 *
 * @throws StateFailure States.QueryEvaluationError; the read throws States.ItemReaderFailed.
 */
export async function prepareReader(reader: ItemReader, visit: Visit): Promise<() => Promise<readonly Json[]>> {
  const { clock, s3 } = visit.lane.execution.engine;
  if (s3 === undefined) throw new TypeError('a machine with an ItemReader passed validation without an S3 port');
  const parameters = await visit.evaluate('ItemReader/Arguments', reader.Arguments);
  const maxItems = await maxItemsOf(reader, visit);
  const isListing = reader.Resource.endsWith(':s3:listObjectsV2');
  return async () => {
    if (maxItems < 0) throw readerFailed('field MaxItems must be positive');
    try {
      const items = await clock.working(() =>
        isListing ? listObjects(s3, parameters) : readObject(s3, reader, parameters),
      );
      // 0 means all of them.
      return maxItems === 0 ? items : items.slice(0, maxItems);
    } catch (error) {
      if (error instanceof StateFailure || !(error instanceof Error)) throw error;
      throw readerFailed(error.message, error);
    }
  };
}

async function maxItemsOf(reader: ItemReader, visit: Visit): Promise<number> {
  const template = reader.ReaderConfig?.MaxItems;
  return template === undefined ? 0 : visit.evaluateNumber('ItemReader/ReaderConfig/MaxItems', template);
}

async function listObjects(s3: S3Objects, parameters: Json): Promise<readonly Json[]> {
  const prefix = isObject(parameters) ? (parameters.Prefix ?? '') : '';
  const listed = await s3.listObjectsV2(textArgument(parameters, 'Bucket'), String(prefix));
  return listed.map(toJson);
}

async function readObject(s3: S3Objects, reader: ItemReader, parameters: Json): Promise<readonly Json[]> {
  const body = await s3.getObject(textArgument(parameters, 'Bucket'), textArgument(parameters, 'Key'));
  const text = new TextDecoder('utf-8').decode(body);
  const { ReaderConfig = {} } = reader;
  switch (ReaderConfig.InputType) {
    case 'CSV':
      return readCsv(text, ReaderConfig);
    case 'JSONL':
      return text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map(parseJson);
    case 'JSON':
    case undefined:
      return readArray(text);
    default:
      return ReaderConfig.InputType satisfies never;
  }
}

function readArray(text: string): readonly Json[] {
  const value = parseJson(text);
  if (jsonTypeOf(value) !== 'array') throw readerFailed('Attempting to map over non-iterable node.');
  return value as readonly Json[];
}

function textArgument(parameters: Json, name: string): string {
  const value = isObject(parameters) ? parameters[name] : undefined;
  if (typeof value === 'string') return value;
  throw readerFailed(`ItemReader needs the argument ${name}, as text`);
}

function readerFailed(cause: string, error?: Error): StateFailure {
  return new StateFailure({ error: STATES_ERRORS.itemReaderFailed, cause }, { cause: error });
}
