import type { Screen } from './screen.ts';
import { runningFor } from './running-text.ts';

/** Shows that the work is under way, and for how long, until it has ended. */
export async function during<T>(screen: Screen, what: string, work: () => Promise<T>): Promise<T> {
  const startedAtMs = performance.now();
  screen.show((width) => runningFor({ what, elapsedMs: performance.now() - startedAtMs }, width));
  try {
    return await work();
  } finally {
    screen.show(undefined);
  }
}
