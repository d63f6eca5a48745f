import type { Dataset } from '../contracts/dataset.ts';
import type { ModelVersion, NewModelVersion } from '../contracts/model-version.ts';
import { forecastsSchema } from '../contracts/tables.ts';

type VersionSchema = NewModelVersion['schema'];

/** What a model of this data set reads and gives: registered with a version, and compared when it is promoted. */
export function schemaOf({ frequency, columns, regressors, level, furtherLevels }: Dataset): VersionSchema {
  return {
    frequency,
    features: ['unique_id', 'ds', ...regressors],
    target: columns.target,
    output: Object.fromEntries(forecastsSchema(frequency, furtherLevels).columns.map(({ name, type }) => [name, type])),
    level,
    furtherLevels,
  };
}

/** One clause for each part in which the version's schema is not the data set's; the order of features and columns means nothing. */
export function schemaDifferences(version: ModelVersion, dataset: Dataset): readonly string[] {
  const [registered, expected] = [partsOf(version.schema), partsOf(schemaOf(dataset))];
  const differences = Object.entries(expected)
    .filter(([part, text]) => registered[part] !== text)
    .map(([part, text]) => `${part} is ${registered[part]}, the data set's is ${text}`);
  if (version.dataset === dataset.name) return differences;
  return [`the version belongs to '${version.dataset}', not to '${dataset.name}'`, ...differences];
}

function partsOf({
  frequency,
  features,
  target,
  output,
  level,
  furtherLevels,
}: VersionSchema): Readonly<Record<string, string>> {
  const columns = Object.entries(output).map(([name, type]) => `${name} ${type}`);
  return {
    frequency,
    features: features.toSorted().join(', '),
    target,
    output: columns.sort().join(', '),
    level: String(level),
    'further levels': furtherLevels.join(', '),
  };
}
