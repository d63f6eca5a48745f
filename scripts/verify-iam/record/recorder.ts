import { AsyncLocalStorage } from 'node:async_hooks';
import { type Call, callKey } from '../judged/call.ts';

/** Takes down who calls what. Whoever works says in which role; what asks AWS below it says what for. */
export class Recorder {
  readonly #role = new AsyncLocalStorage<string>();
  readonly #calls = new Map<string, Call>();

  get calls(): readonly Call[] {
    return [...this.#calls.values()];
  }

  /** Everything that is asked for while the work runs is asked for in this role. */
  inRole<T>(roleArn: string, work: () => T): T {
    return this.#role.run(roleArn, work);
  }

  /** @throws Error outside of any role: then nobody would be judged */
  note(...calls: readonly Omit<Call, 'principal'>[]): void {
    const principal = this.#role.getStore();
    if (principal === undefined) throw new Error(`nobody's call: ${JSON.stringify(calls)}`);
    for (const call of calls) this.add({ principal, ...call });
  }

  add(call: Call): void {
    this.#calls.set(callKey(call), call);
  }
}
