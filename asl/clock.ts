/** Time as the interpreter sees it: waits, backoffs, timeouts and timestamps all go through one clock. */
export interface Clock {
  /** Epoch milliseconds, for timestamps: they may be set back, or stand still. */
  nowMs(): number;
  /** Milliseconds since some moment, for durations: timers go by it. */
  elapsedMs(): number;
  /** @throws the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Runs real work (a task handler, S3). A virtual clock must not jump over what happens while it is under way. */
  working<T>(work: () => Promise<T>): Promise<T>;
  /** Waits on this clock from inside `working`, so that a handler can pretend to take an hour. */
  sleepInsideWork(ms: number, signal?: AbortSignal): Promise<void>;
}

/** setTimeout counts in 32 bits; longer waits are taken in pieces. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

export const realClock: Clock = {
  nowMs: () => Date.now(),
  elapsedMs: () => performance.now(),
  sleep,
  working: (work) => work(),
  sleepInsideWork: sleep,
};

/**
 * A clock that shows one instant for ever, so that a run that is repeated writes the same history; timers take as long as they do. Real work is
 * done one piece after the other, as it was asked for: which of two ends first would otherwise decide the order of events.
 */
export function fixedClock(nowMs: number): Clock {
  let turn: Promise<unknown> = Promise.resolve();
  return {
    ...realClock,
    nowMs: () => nowMs,
    working(work) {
      const done = turn.then(work);
      turn = done.catch(() => undefined);
      return done;
    },
  };
}

async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  const end = performance.now() + ms;
  for (let left = ms; left > 0; left = end - performance.now()) await timer(Math.min(left, MAX_TIMER_MS), signal);
}

/** Not Node's own: that makes an error with a stack of its own at each abort, and every task that ends within its time aborts one. */
function timer(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = (): void => {
      clearTimeout(due);
      reject(signal?.reason);
    };
    const due = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
