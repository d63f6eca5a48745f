import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import type { Publication } from '../../core/contracts/publication.ts';
import { type ExplainedSeries, seriesExplainer } from '../../core/forecast/explain-series.ts';
import { periodNumber } from '../../core/series/dating.ts';
import { namedPosition } from '../../core/series/never-observed.ts';
import { periodRange, periodsOf } from '../../core/series/period-range.ts';
import { formatPeriod, parsePeriod, type TimeAxis } from '../../core/series/time-axis.ts';
import { readPublications } from '../../lake/publications.ts';
import { readSeriesModel } from '../../lake/series-model.ts';
import { needed } from '../options.ts';
import type { RegistryPorts } from '../place/registry-ports.ts';
import type { View } from '../view.ts';
import { explainedAt } from './explained-at.ts';
import { explanationText } from './explanation-text.ts';
import type { Question } from './question.ts';
import { findForecast } from './trace.ts';

/** What one forecast value is made of. */
export async function explainView({ dataset, ports, options }: Question): Promise<View> {
  const uniqueId = needed(
    options.series,
    'series',
    'the series whose forecast is explained; a file without a column for it is one, named as its column of values',
  );
  const date = needed(options.date, 'date', "the forecast's period, as in '1986-01-31'");
  const inForce = await publicationOf(ports, dataset, date);
  const version = await ports.registry.describe(dataset, options.version ?? requirePublished(inForce, date));
  const published = inForce?.modelVersion === version.version ? inForce : undefined;
  const { header, series } = await readSeriesModel(ports.stores, version, uniqueId);
  const axis: TimeAxis = { frequency: header.frequency, phase: header.phase };
  // The series' own dates, as they stand in the table.
  const own: TimeAxis = { ...axis, phase: series.phase ?? axis.phase };
  // From the beginning of what was published on, so that every sum is made as it was made then.
  const from = published?.range.start ?? version.forecast.start;
  const ds = periodsOf({ first: periodRange(axis, { start: from, end: from }).first, last: parsePeriod(own, date) });
  if (ds.length === 0) throw beforeForecasts(version, from, date);
  const position = namedPosition(axis, series.unobserved ?? [])(ds[ds.length - 1]);
  if (position !== undefined) throw neverForecast(uniqueId, date, position);
  const explained = seriesExplainer(header)(series, ds);
  const row =
    published === undefined ? null : await findForecast(ports, dataset, { runId: published.runId, uniqueId, ds: date });
  const answer = {
    ...headOf(explained, version, own),
    ...explainedAt(explained, explained.ds.length - 1),
    published: row,
  };
  return { json: { dataset, ...answer }, text: explanationText(answer, version) };
}

function headOf({ uniqueId, ds, origin, keptFrom }: ExplainedSeries, { version }: ModelVersion, axis: TimeAxis) {
  const last = ds[ds.length - 1];
  return {
    uniqueId,
    ds: formatPeriod(axis, last),
    modelVersion: version,
    origin: formatPeriod(axis, origin),
    stepsAhead: last - origin,
    keptFrom: keptFrom ?? null,
  };
}

/** Whose forecasts of the date are in force; undefined where nobody's are known any more. */
async function publicationOf(
  { stores, registry }: RegistryPorts,
  dataset: string,
  date: string,
): Promise<Publication | undefined> {
  const publications = await readPublications(stores.artifacts, dataset).catch(absentAsNone);
  const newest = publications.at(-1);
  if (newest === undefined) return undefined;
  const { frequency } = (await registry.describe(dataset, newest.modelVersion)).schema;
  // A range is written by the data set's dates: the series may date the same periods by others.
  const periodAt = (text: string) => periodNumber(frequency, Date.parse(text));
  return publications.findLast(
    ({ range }) => periodAt(range.start) <= periodAt(date) && periodAt(date) <= periodAt(range.end),
  );
}

function absentAsNone(error: unknown): readonly Publication[] {
  if (error instanceof PlatformError && error.name === ERROR_NAMES.objectNotFound) return [];
  throw error;
}

function requirePublished(publication: Publication | undefined, date: string): number {
  if (publication !== undefined) return publication.modelVersion;
  throw new PlatformError(ERROR_NAMES.emptyJoin, {
    problem: 'no forecasts of this date are in force, or not any more',
    got: date,
    hint: "name the version with --version; 'models -- list' shows them",
  });
}

function neverForecast(uniqueId: string, date: string, position: string): PlatformError {
  return new PlatformError(ERROR_NAMES.emptyJoin, {
    problem: `'${uniqueId}' has no forecast for ${position}: never observed in training`,
    got: date,
    hint: 'name a date at which the series occurs',
  });
}

function beforeForecasts({ version }: ModelVersion, from: string, date: string): PlatformError {
  return new PlatformError(ERROR_NAMES.emptyJoin, {
    problem: `the forecasts of version ${version} begin on ${from}`,
    got: date,
    hint: 'name a later date, or an earlier version with --version',
  });
}
