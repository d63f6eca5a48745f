import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { addNotes, NO_NOTES } from '../../core/blend/forecast-notes.ts';
import { decodeForecastParameters } from '../../core/forecast/forecast-parameters.ts';
import type { ForecastFile, ForecastSummary } from '../../core/forecast/forecast-summary.ts';
import { FORECAST_SUMMARY_FILE } from '../../core/forecast/forecast-summary.ts';
import { decodeModelHeader, MODEL_FILE } from '../../core/models/model-file.ts';
import { processingDirectories } from './directories.ts';
import { forecastBlock } from './forecast-block.ts';
import { linesIn } from './lines.ts';
import type { Threads } from './map-blocks.ts';
import { mapBlocks, SERIES_IN_BLOCK } from './map-blocks.ts';
import { requireRegistered } from './registered-model.ts';
import { sha256 } from '../../tables/sha256.ts';

/**
 * Forecasts the asked-for range for every series of a model: data files of the forecasts table, and a summary that lists them
 * for the commit, whose hash is the job's exit message. The model is read line by line, so memory does not grow with the number of series.
 *
 * @param environment see core/forecast/forecast-parameters.ts
 * @throws HyperparameterInvalid, ArtifactMismatch
 */
export async function forecast(
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
  threads: Threads = {},
): Promise<ForecastSummary> {
  const { model, files, summary, exitMessage } = processingDirectories(root);
  const parameters = decodeForecastParameters(environment);
  const file = join(model, MODEL_FILE);
  const { artifactSha256 } = parameters;
  requireRegistered(file, { sha256: artifactSha256, what: `the model of version ${parameters.modelVersion}` });
  const lines = linesIn(file);
  const header = decodeModelHeader(String(lines.next().value));
  mkdirSync(files, { recursive: true });
  const setup = { header, parameters, filesFolder: files };
  const work = { setup: { task: 'forecast', setup }, inline: forecastBlock(setup), ...threads } as const;
  const written: ForecastFile[] = [];
  let notes = NO_NOTES;
  for await (const block of mapBlocks(inBlocks(lines), work)) {
    if (block.file !== undefined) written.push(block.file);
    notes = addNotes(notes, block.notes);
  }
  const rows = written.reduce((sum, { stats }) => sum + stats.rows, 0);
  mkdirSync(summary, { recursive: true });
  const result = { modelVersion: parameters.modelVersion, artifactSha256, rows, files: written, notes };
  const text = `${JSON.stringify(result, null, 2)}\n`;
  writeFileSync(join(summary, FORECAST_SUMMARY_FILE), text);
  mkdirSync(dirname(exitMessage), { recursive: true });
  writeFileSync(exitMessage, sha256(text));
  return result;
}

async function* inBlocks(lines: Iterable<string>): AsyncGenerator<readonly string[]> {
  let block: string[] = [];
  for (const line of lines) {
    block.push(line);
    if (block.length < SERIES_IN_BLOCK) continue;
    yield block;
    block = [];
  }
  if (block.length > 0) yield block;
}
