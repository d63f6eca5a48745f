import { type CrossValidationMetrics } from '../../core/contracts/metrics.ts';
import type { DateRange } from '../../core/contracts/date-range.ts';
import { figure, percent } from '../../core/contracts/figures.ts';
import { instant, type StagedVersion } from './versions.ts';

/** What people want to know of a version, in the order in which they ask: label -> text. */
export type Facts = Readonly<Record<string, string>>;

export function factsOf({ version, stage }: StagedVersion): Facts {
  const { chosen, training, schema, contract, code } = version;
  return {
    stage,
    description: version.description,
    owner: version.owner,
    'intended use': version.intendedUse,
    tags: pairs(version.tags),
    candidate: `${chosen.candidate.name} (${chosen.candidate.family})`,
    options: JSON.stringify(chosen.candidate.options),
    ...metricsOf(chosen.crossValidation),
    series: `${chosen.seriesTrained} trained, ${chosen.seriesFailed} failed`,
    'other candidates': version.candidates
      .filter(({ candidate }) => candidate.name !== chosen.candidate.name)
      .map(({ candidate, crossValidation }) => `${candidate.name} (cv rmse ${figure(crossValidation.rmse)})`)
      .join(', '),
    'trained on': range(training.window),
    'data version': `${training.tableVersion} of ${training.table}`,
    'refused by contract': `${percent(contract.quarantinedShare)} (at most ${percent(contract.maxQuarantineShare)})`,
    forecasts: `${range(version.forecast)}, level ${schema.level}`,
    reads: `${schema.features.join(', ')} by ${schema.frequency}`,
    gives: `${schema.target}: ${pairs(schema.output)}`,
    artifact: chosen.artifactUri,
    sha256: chosen.artifactSha256,
    run: version.runId,
    registered: instant(version.registeredAtMs),
    commit: code.commit,
    image: code.image,
    libraries: pairs(code.libraries),
  };
}

function metricsOf({ folds, coverage, ...errors }: CrossValidationMetrics): Facts {
  const cells = Object.entries(errors).map(([name, value]) => [`cv ${name}`, figure(value)]);
  return { ...Object.fromEntries(cells), 'cv coverage': percent(coverage), 'cv folds': String(folds) };
}

function range({ start, end }: DateRange): string {
  return `${start}..${end}`;
}

function pairs(record: Readonly<Record<string, string>>): string {
  return Object.entries(record)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
