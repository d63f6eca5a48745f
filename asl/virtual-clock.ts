import { MAX_TIMER_MS, type Clock } from './clock.ts';

interface Timer {
  readonly atMs: number;
  /** Wakes the sleeper, and takes the timer away. */
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
  return new VirtualClock(startMs);
}

class VirtualClock implements Clock {
  #nowMs: number;
  /** Pieces of real work under way. */
  #working = 0;
  #willCheck = false;
  #watched: Timer | undefined;
  #watchdog: NodeJS.Timeout | undefined;
  /** In the order in which they fire. */
  readonly #timers: Timer[] = [];

  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  elapsedMs(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason);
      const settle = (act: () => void) => () => {
        this.#remove(timer);
        signal?.removeEventListener('abort', abort);
        act();
      };
      const abort = settle(() => reject(signal?.reason));
      const timer: Timer = { atMs: this.#nowMs + Math.max(ms, 0), fire: settle(resolve) };
      signal?.addEventListener('abort', abort);
      this.#add(timer);
    });
  }

  async working<T>(work: () => Promise<T>): Promise<T> {
    this.#working += 1;
    try {
      return await work();
    } finally {
      this.#working -= 1;
      this.#check();
    }
  }

  async sleepInsideWork(ms: number, signal?: AbortSignal): Promise<void> {
    this.#working -= 1;
    try {
      await this.sleep(ms, signal);
    } finally {
      this.#working += 1;
    }
  }

  #check(): void {
    if (this.#willCheck) return;
    this.#willCheck = true;
    // Orchestration runs in microtasks, all of which come before the next immediate: then only timers are left.
    setImmediate(() => {
      this.#willCheck = false;
      const next = this.#timers[0];
      if (next !== undefined && this.#working === 0) this.#jumpTo(next);
      else if (next !== this.#watched) this.#watch(next);
    });
  }

  /** Lets the next timer fire in real time, for as long as work is under way. */
  #watch(timer: Timer | undefined): void {
    clearTimeout(this.#watchdog);
    this.#watched = timer;
    if (timer === undefined) return;
    this.#watchdog = setTimeout(() => this.#jumpTo(timer), Math.min(timer.atMs - this.#nowMs, MAX_TIMER_MS));
  }

  #jumpTo(timer: Timer): void {
    this.#nowMs = Math.max(this.#nowMs, timer.atMs);
    timer.fire();
    this.#check();
  }

  #add(timer: Timer): void {
    // Behind all timers of the same instant: first come, first served.
    const after = this.#timers.findIndex((other) => other.atMs > timer.atMs);
    this.#timers.splice(after < 0 ? this.#timers.length : after, 0, timer);
    this.#check();
  }

  #remove(timer: Timer): void {
    const at = this.#timers.indexOf(timer);
    if (at >= 0) this.#timers.splice(at, 1);
    if (timer === this.#watched) this.#watch(undefined);
  }
}
