import type { Screen } from './screen.ts';

/** As a shell has them: 128 and the signal's number. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Ends the process where somebody interrupts it, with nothing left of a line of what runs.
 *
 * @param saying that it was interrupted, what has been done, and what can be done now
 * @returns what takes it back, when nothing is to be said of an interruption any more
 */
export function endOnSignals(screen: Screen, saying: () => string): () => void {
  const handlers = Object.entries(EXIT_CODES).map(([signal, code]) => {
    const end = (): void => {
      screen.end();
      screen.say(`\n${saying()}`);
      process.exit(code);
    };
    process.once(signal, end);
    return () => process.off(signal, end);
  });
  return () => handlers.forEach((off) => off());
}
