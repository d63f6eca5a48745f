import { MAX_TIMER_MS, type Clock } from './clock.ts';

interface Timer {
  readonly atMs: number;
  readonly fire: () => void;
}

/**
 * A clock that jumps to the next timer as soon as everything waits, so that a day of backoff takes no time. While real work
 * is under way it stands still, so that timestamps do not depend on the machine's speed; a timer then fires only when that
 * work has really lasted as long as the timer asks for, which keeps timeouts able to end a handler that hangs.
 *
 * @param startMs epoch milliseconds of the clock's beginning.
 */
export function createVirtualClock(startMs = Date.UTC(2026, 0, 1)): Clock {
  let nowMs = startMs;
  let working = 0;
  let checking = false;
  let watched: Timer | undefined;
  let watchdog: NodeJS.Timeout | undefined;
  const timers: Timer[] = [];

  function check(): void {
    if (checking) return;
    checking = true;
    // Orchestration runs in microtasks, all of which come before the next immediate: then only timers are left.
    setImmediate(() => {
      checking = false;
      const next = timers[0];
      if (next !== undefined && working === 0) jumpTo(next);
      else if (next !== watched) watch(next);
    });
  }

  /** Lets the next timer fire in real time, for as long as work is under way. */
  function watch(timer: Timer | undefined): void {
    clearTimeout(watchdog);
    watched = timer;
    if (timer !== undefined) watchdog = setTimeout(jumpTo, Math.min(timer.atMs - nowMs, MAX_TIMER_MS), timer);
  }

  function jumpTo(timer: Timer): void {
    remove(timer);
    nowMs = Math.max(nowMs, timer.atMs);
    timer.fire();
    check();
  }

  function remove(timer: Timer): void {
    const at = timers.indexOf(timer);
    if (at >= 0) timers.splice(at, 1);
    if (timer === watched) watch(undefined);
  }

  function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason);
      const timer: Timer = { atMs: nowMs + Math.max(ms, 0), fire: settle(resolve) };
      const abort = settle(() => reject(signal?.reason));
      function settle(act: () => void): () => void {
        return () => {
          remove(timer);
          signal?.removeEventListener('abort', abort);
          act();
        };
      }
      signal?.addEventListener('abort', abort);
      // Behind all timers of the same instant: first come, first served.
      const after = timers.findIndex((other) => other.atMs > timer.atMs);
      timers.splice(after < 0 ? timers.length : after, 0, timer);
      check();
    });
  }

  return {
    nowMs: () => nowMs,
    sleep,
    async working(work) {
      working += 1;
      try {
        return await work();
      } finally {
        working -= 1;
        check();
      }
    },
    async sleepInsideWork(ms, signal) {
      working -= 1;
      try {
        await sleep(ms, signal);
      } finally {
        working += 1;
      }
    },
  };
}
