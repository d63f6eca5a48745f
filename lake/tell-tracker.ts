import { isTrackingProblem } from '../core/contracts/errors.ts';
import type { ModelVersion } from '../core/contracts/model-version.ts';
import type { Transition } from '../core/contracts/promotion.ts';
import type { TrackedEvaluation } from '../core/contracts/tracking.ts';
import type { Ports, Tracker } from '../core/ports.ts';

/**
 * Tells the tracker what is in Production now, which is not the version that a run has moved to long ago and moves to again. Production has
 * moved already: a tracker that is down must not hold that up, so what went wrong is told to people instead.
 *
 * The version's own record says which tracker that is. Where the version before was tracked elsewhere, its tracker is told as well: it does not
 * know the new one, and takes its mark away from the old.
 *
 * @returns lines for the notification, empty where all went well
 */
export async function tellTracker(
  dataset: string,
  ports: Pick<Ports, 'tracker' | 'production' | 'registry'>,
): Promise<string> {
  const { tracker, production, registry } = ports;
  const pointer = await production.read(dataset);
  if (pointer === undefined) return '';
  const version = await registry.describe(dataset, pointer.to);
  const present = await tracker.of(version);
  const note = await whereTracked(() => markIn(present, version));
  const former = await formerTracker(pointer, ports);
  if (former !== undefined && former !== present) await whereTracked(() => markIn(former, version));
  return note + (await tracker.news());
}

function markIn(tracker: Tracker, { dataset, runId, version, artifactSha256 }: ModelVersion): Promise<void> {
  return tracker.markProduction({ dataset, runId, version, artifactSha256 });
}

async function formerTracker(
  { dataset, from }: Transition,
  { tracker, registry }: Pick<Ports, 'tracker' | 'registry'>,
): Promise<Tracker | undefined> {
  return from === null ? undefined : tracker.of(await registry.describe(dataset, from));
}

/** Adds to what is known of the version, where that is known. A look, a verdict or a score stands without it. */
export async function tellEvaluation(
  version: ModelVersion,
  evaluation: TrackedEvaluation,
  { tracker }: Pick<Ports, 'tracker'>,
): Promise<void> {
  await whereTracked(async () => (await tracker.of(version)).evaluate(evaluation));
}

/** What people look up must hold up nothing that people wait for. @returns a line for a message, empty where all went well */
export async function whereTracked(tell: () => Promise<void>): Promise<string> {
  try {
    await tell();
    return '';
  } catch (error) {
    if (isTrackingProblem(error)) return `\nThe tracker was not told: ${error.message}\n`;
    throw error;
  }
}
