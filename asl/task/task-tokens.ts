import { refusal, StateFailure, type Failure } from '../errors.ts';
import type { Json } from '../json.ts';

interface Waiter {
  readonly succeed: (output: Json) => void;
  readonly fail: (error: StateFailure) => void;
  readonly beat: () => void;
}

/** The tokens that Tasks with `.waitForTaskToken` wait for. */
export class TaskTokens {
  readonly #waiters = new Map<string, Waiter>();
  /** Answered, timed out, or given up. */
  readonly #closed = new Set<string>();

  /** @returns the callback's output. @throws StateFailure as sendTaskFailure gives it. */
  wait(token: string, beat: () => void): Promise<Json> {
    const answer = new Promise<Json>((succeed, fail) => this.#waiters.set(token, { succeed, fail, beat }));
    // The answer may come before anyone awaits it; a failure must not count as unhandled then.
    answer.catch(() => undefined);
    return answer;
  }

  close(token: string): void {
    this.#waiters.delete(token);
    this.#closed.add(token);
  }

  succeed(token: string, output: Json): void {
    this.#find(token).succeed(output);
    this.close(token);
  }

  fail(token: string, failure: Failure): void {
    this.#find(token).fail(new StateFailure(failure));
    this.close(token);
  }

  heartbeat(token: string): void {
    this.#find(token).beat();
  }

  #find(token: string): Waiter {
    const waiter = this.#waiters.get(token);
    if (waiter !== undefined) return waiter;
    throw this.#closed.has(token)
      ? refusal('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'")
      : refusal('InvalidToken', "Invalid Token: 'Invalid token'");
  }
}
