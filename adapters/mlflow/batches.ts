import { createHash } from 'node:crypto';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { TrackedCandidate, TrackedMetric } from '../../core/contracts/tracking.ts';

/** MLflow 3 takes at most 1000 entries in one call, 100 of them parameters and 100 tags, and a request of 1,000,000 characters. */
const METRICS_A_CALL = 900;
const PARAMETERS_A_CALL = 50;
const TAGS_A_CALL = 25;
/** What is longer, MLflow cuts without a word. */
const PARAMETER_CHARACTERS = 6000;
const TAG_CHARACTERS = 8000;
const NAME = /^[\p{L}\p{N}_\-. :/]{1,250}$/u;

/** Where values that are too long for MLflow lie whole, beside the run's other artifacts. */
export const LONG_VALUES_FILE = 'long-values.json';

type Texts = Readonly<Record<string, string>>;
type Pair = Readonly<Record<'key' | 'value', string>>;

export interface LogBatch {
  readonly params: readonly Pair[];
  readonly metrics: readonly { key: string; value: number; timestamp: number; step: number }[];
  readonly tags: readonly Pair[];
}

export interface Logged {
  /** Each within the limits of one runs/log-batch. */
  readonly batches: readonly LogBatch[];
  /** What stands in the batches by its hash only. */
  readonly longValues: Texts;
}

/**
 * What runs/log-batch is to be told. A metric that is not finite is named in the tag metrics_not_finite (MLflow would store Infinity
 * as 1.8e308); a parameter or tag that is too long is replaced by its hash.
 *
 * @param timeOf epoch ms, the same for every try of a run: MLflow takes a point with another time for another point
 */
export function logBatches({ parameters, metrics, tags }: Entries, timeOf: (metric: TrackedMetric) => number): Logged {
  const finite = metrics.filter(({ value }) => Number.isFinite(value));
  const notFinite = metrics.filter(({ value }) => !Number.isFinite(value)).map(describeMetric);
  const allTags = { ...tags, ...(notFinite.length > 0 && { metrics_not_finite: notFinite.join(', ') }) };
  const points = finite.map((metric) => {
    const { name, value, step } = metric;
    return { key: name, value, timestamp: timeOf(metric), step };
  });
  const params = chunks(pairs(parameters, PARAMETER_CHARACTERS), PARAMETERS_A_CALL);
  const metricChunks = chunks(points, METRICS_A_CALL);
  const tagChunks = chunks(pairs(allTags, TAG_CHARACTERS), TAGS_A_CALL);
  const calls = Math.max(params.length, metricChunks.length, tagChunks.length);
  return {
    batches: Array.from({ length: calls }, (_, i) => ({
      params: params[i] ?? [],
      metrics: metricChunks[i] ?? [],
      tags: tagChunks[i] ?? [],
    })),
    longValues: { ...tooLong(parameters, PARAMETER_CHARACTERS), ...tooLong(allTags, TAG_CHARACTERS) },
  };
}

export type Entries = Pick<TrackedCandidate, 'parameters' | 'metrics'> & { readonly tags: Texts };

function describeMetric({ name, step, value }: TrackedMetric): string {
  return `${name} at ${step}: ${value}`;
}

/** Asked before anything is recorded. @throws TrackingRefused on a name that MLflow refuses */
export function requireNames({ parameters, metrics, tags }: Entries): void {
  const names = [...Object.keys(parameters), ...metrics.map(({ name }) => name), ...Object.keys(tags)];
  const refused = names.find((name) => !NAME.test(name));
  if (refused === undefined) return;
  throw new PlatformError(ERROR_NAMES.trackingRefused, {
    problem: 'MLflow allows no such name of a parameter, metric or tag',
    got: refused,
    allowed: "letters, digits, '_', '-', '.', ' ', ':' and '/', at most 250",
  });
}

function pairs(texts: Texts, limit: number): readonly Pair[] {
  return Object.entries(texts).map(([key, value]) => ({ key, value: value.length > limit ? standIn(value) : value }));
}

function standIn(value: string): string {
  const hash = createHash('sha256').update(value).digest('hex');
  return `sha256:${hash} (${value.length} characters, whole in ${LONG_VALUES_FILE})`;
}

function tooLong(texts: Texts, limit: number): Texts {
  return Object.fromEntries(Object.entries(texts).filter(([, value]) => value.length > limit));
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
