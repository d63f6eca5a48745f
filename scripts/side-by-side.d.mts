/** Runs each, two at a time, in their order. */
export function twoAtATime<T>(all: readonly T[], run: (one: T) => Promise<void>): Promise<void>;
