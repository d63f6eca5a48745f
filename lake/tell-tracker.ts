import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import type { Ports } from '../core/ports.ts';

/**
 * Tells the tracker what is in Production now, which is not the version that a run has moved to long ago and moves to again. Production has
 * moved already: a tracker that is down must not hold that up, so what went wrong is told to people instead.
 *
 * @returns a line for the notification, empty where all went well
 */
export async function tellTracker(
  dataset: string,
  { tracker, production, registry }: Pick<Ports, 'tracker' | 'production' | 'registry'>,
): Promise<string> {
  const pointer = await production.read(dataset);
  if (pointer === undefined) return '';
  const { runId, version } = await registry.describe(dataset, pointer.to);
  return whereTracked(() => tracker.markProduction(dataset, runId, version));
}

/** What people look up must hold up nothing that people wait for. @returns a line for a message, empty where all went well */
export async function whereTracked(tell: () => Promise<void>): Promise<string> {
  try {
    await tell();
    return '';
  } catch (error) {
    if (error instanceof PlatformError && error.name === ERROR_NAMES.trackingFailed) {
      return `\nThe tracker was not told: ${error.message}\n`;
    }
    throw error;
  }
}
