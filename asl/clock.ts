/** Time as the interpreter sees it: waits, backoffs, timeouts and timestamps all go through one clock. */
export interface Clock {
  nowMs(): number;
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
  async sleep(ms, signal) {
    const end = Date.now() + ms;
    for (let left = ms; left > 0; left = end - Date.now()) await timer(Math.min(left, MAX_TIMER_MS), signal);
  },
  working: (work) => work(),
  sleepInsideWork: (ms, signal) => realClock.sleep(ms, signal),
};

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
