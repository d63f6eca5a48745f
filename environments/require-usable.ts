import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import type { Dataset } from '../core/contracts/dataset.ts';
import { placeholdersIn } from '../core/contracts/placeholder.ts';
import { buildModel } from '../core/models/families.ts';
import { inferAxis } from '../core/series/time-axis.ts';
import type { Environment } from './environment.ts';

/**
 * What is to be deployed: its data sets are filled in, and every candidate of theirs is one. What a person has yet to say would stand in every version's
 * record as if somebody had; what no family knows would fail each night.
 *
 * @throws EnvironmentInvalid naming the files and their fields
 */
export function requireUsable(environment: Environment, catalog: readonly Dataset[]): void {
  const names = environment.kind === 'platform' ? environment.datasets : [];
  const datasets = catalog.filter(({ name }) => names.includes(name));
  const file = `environments/${environment.name}.ts`;
  requireFilledIn(datasets, file);
  for (const dataset of datasets) requireCandidates(dataset, file);
}

function requireFilledIn(datasets: readonly Dataset[], file: string): void {
  const empty = datasets
    .map((dataset) => ({ literal: `datasets/${dataset.name}.ts`, fields: placeholdersIn(dataset) }))
    .filter(({ fields }) => fields.length > 0);
  if (empty.length === 0) return;
  throw new PlatformError(ERROR_NAMES.environmentInvalid, {
    problem: `${file}: 'datasets' names what nobody has filled in yet`,
    got: empty.map(({ literal, fields }) => `${literal}: ${fields.join(', ')}`).join('; '),
    allowed: "a text of your own in each field that begins with 'FILL IN'",
    hint: "until then leave its name out of 'datasets'; 'npm run replay -- --dataset NAME --data FILE --out DIR' needs no environment",
  });
}

function requireCandidates({ name, candidates, frequency, seasonLength, seed }: Dataset, file: string): void {
  const setting = { axis: inferAxis(frequency, 0), seasonLength, seed };
  for (const candidate of candidates) {
    try {
      buildModel(candidate, setting);
    } catch (cause) {
      if (!(cause instanceof PlatformError)) throw cause;
      const problem = `${file}: datasets/${name}.ts: ${cause.evidence.problem}`;
      throw new PlatformError(ERROR_NAMES.environmentInvalid, { ...cause.evidence, problem, cause });
    }
  }
}
